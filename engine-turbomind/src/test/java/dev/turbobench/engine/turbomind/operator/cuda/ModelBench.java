package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Times a whole model with nothing around it: prompts in steps of at most 8192 tokens, then greedy generation of all
 * sequences together, two steps in flight. Arguments: the model, then cases as {@code concurrency/prompt/completion}.
 */
public final class ModelBench {

    private static final int MAX_ROWS = 8192;

    private final CudaBackend backend;
    private final TestingDecoder decoder;
    private final Batch[] batches = new Batch[2];
    private final Random random = new Random(1);
    private final int vocabulary;

    private ModelBench(CudaBackend backend, Model model, Capacity capacity) {
        this.backend = backend;
        decoder = new TestingDecoder(backend, model.config(), capacity);
        int[] tables = new int[capacity.maxSequences() * capacity.maxBlocksPerSequence()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = i;
        }
        batches[0] = new Batch(capacity, tables);
        batches[1] = new Batch(capacity, tables);
        vocabulary = model.config().vocabularySize();
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        Path cache = Files.createTempDirectory("kernels");
        for (int i = 1; i < arguments.length; i++) {
            String[] numbers = arguments[i].split("/");
            int concurrency = Integer.parseInt(numbers[0]);
            int prompt = Integer.parseInt(numbers[1]);
            int completion = Integer.parseInt(numbers[2]);
            Capacity capacity = new Capacity(concurrency, MAX_ROWS, prompt + completion, 64);
            try (Model model = ModelLoader.open(arguments[0])) {
                long start = System.nanoTime();
                CudaBackend.Place place = new CudaBackend.Place(LibraryLocator.ofMachine(List.of()), 0, cache, true);
                DataType type = model.config().dataType();
                try (CudaBackend backend = CudaBackend.open(place, model.config(), model.weights(), capacity, type)) {
                    backend.allocateCache(concurrency * capacity.maxBlocksPerSequence());
                    ModelBench bench = new ModelBench(backend, model, capacity);
                    double ready = (System.nanoTime() - start) / 1e9;
                    bench.run(concurrency, prompt, 3);
                    String memory = backend.memory().toString();
                    out.println(
                            "%s %s %s: ready in %.1f s, %s".formatted(arguments[0], type, arguments[i], ready, memory));
                    for (int repeat = 0; repeat < 2; repeat++) {
                        out.println(bench.run(concurrency, prompt, completion));
                    }
                }
            }
        }
    }

    private static void addSample(Batch batch, int row) {
        int sample = batch.addSample(row);
        batch.topK[sample] = 1;
        batch.topP[sample] = 1;
        batch.temperature[sample] = 1;
    }

    private String run(int concurrency, int prompt, int completion) {
        long start = System.nanoTime();
        for (int next = 0; next < concurrency; ) {
            Batch batch = batches[0];
            batch.clear();
            for (int rows = 0; next < concurrency && rows + prompt <= MAX_ROWS; rows += prompt, next++) {
                batch.addSequence(next, prompt);
                int row = 0;
                for (int position = 0; position < prompt; position++) {
                    row = batch.addRow(random.nextInt(vocabulary), position);
                }
                addSample(batch, row);
            }
            backend.submit(batch, decoder);
            backend.await(batch);
        }
        long prefilled = System.nanoTime();
        for (int step = 1; step < completion; step++) {
            Batch batch = batches[step % 2];
            batch.clear();
            for (int slot = 0; slot < concurrency; slot++) {
                batch.addSequence(slot, prompt);
                addSample(batch, batch.addRow(-1, prompt + step - 1));
            }
            backend.submit(batch, decoder);
            if (step > 1) {
                backend.await(batches[(step - 1) % 2]);
            }
        }
        backend.await(batches[(completion - 1) % 2]);
        long end = System.nanoTime();
        return String.format(
                Locale.ROOT,
                "  prefill %.2f ms, step %.3f ms, %.1f tokens/s",
                (prefilled - start) / 1e6,
                (end - prefilled) / 1e6 / (completion - 1),
                concurrency * (double) completion / (end - start) * 1e9);
    }
}
