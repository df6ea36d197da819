package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.Golden;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models on a GPU against what transformers computes. */
@Tag("gpu")
class CudaGoldenTest {

    private static final Capacity CAPACITY = new Capacity(8, 320, 256, 64);
    private static final int WHOLE = Integer.MAX_VALUE;

    @TempDir
    static Path kernelCache;

    private final LibraryLocator locator = LibraryLocator.ofMachine(List.of());

    static Stream<Golden> models() {
        return Golden.all().stream().filter(golden -> !golden.toString().equals("llama-f32"));
    }

    private CudaBackend open(Model model, DataType type, boolean graphs) {
        CudaBackend.Place place = new CudaBackend.Place(locator, 0, kernelCache, graphs);
        CudaBackend backend = CudaBackend.open(place, model.config(), model.weights(), CAPACITY, type);
        backend.allocateCache(CAPACITY.maxSequences() * CAPACITY.maxBlocksPerSequence());
        return backend;
    }

    @ParameterizedTest
    @MethodSource("models")
    void tokensAreTheSameHoweverTheyAreComputed(Golden golden) {
        try (Model model = ModelLoader.open(golden.model())) {
            int[][] eager;
            try (CudaBackend backend = open(model, DataType.FP16, false)) {
                Generation generation = new Generation(backend, model, golden);
                eager = generation.run(0, golden.prompts().size(), WHOLE);
                assertThat(eager).as("all together").isDeepEqualTo(generation.expected());
                assertThat(generation.run(0, golden.prompts().size(), 13))
                        .as("in chunks")
                        .isDeepEqualTo(eager);
                for (int i = 0; i < golden.prompts().size(); i++) {
                    assertThat(generation.run(i, i + 1, WHOLE)[0]).as("alone").containsExactly(eager[i]);
                }
            }
            try (CudaBackend backend = open(model, DataType.FP16, true)) {
                Generation generation = new Generation(backend, model, golden);
                assertThat(generation.run(0, golden.prompts().size(), WHOLE))
                        .as("as graphs")
                        .isDeepEqualTo(eager);
                assertThat(generation.run(0, golden.prompts().size(), WHOLE))
                        .as("again")
                        .isDeepEqualTo(eager);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAndProbabilitiesAreClose(Golden golden) {
        try (Model model = ModelLoader.open(golden.model())) {
            for (DataType type : List.of(DataType.FP16, DataType.BF16)) {
                try (CudaBackend backend = open(model, type, false);
                        TestingDevice device = new TestingDevice(locator)) {
                    Generation generation = new Generation(backend, model, golden);
                    double logits = generation.worstLogitError(device);
                    double[] errors = generation.probabilityErrors();
                    double mean = Arrays.stream(errors).average().orElseThrow();
                    double worst = Arrays.stream(errors).max().orElseThrow();
                    System.out.printf(
                            "golden %-18s %-5s last logits: relative error %.1e, log-probabilities: off by %.1e, at most %.1e%n",
                            golden, type, logits, mean, worst);
                    assertThat(logits).isLessThan(type == DataType.FP16 ? 5e-3 : 4e-2);
                    assertThat(mean).isLessThan(type == DataType.FP16 ? 0.01 : 0.1);
                    assertThat(worst).isLessThan(type == DataType.FP16 ? 0.1 : 0.8);
                }
            }
        }
    }

    @Test
    void refusesHeadsThatAreNoFragment() {
        Golden golden = Golden.of("llama-f32");
        try (Model model = ModelLoader.open(golden.model())) {
            assertThatThrownBy(() -> open(model, DataType.FP16, false))
                    .hasMessage("device cuda: head size: expected a multiple of 16, found 8");
        }
    }

    /** Greedy generation with the simplest of schedulers: every sequence has its blocks from the start. */
    private static final class Generation {

        private final CudaBackend backend;
        private final Golden golden;
        private final TestingDecoder decoder;
        private final int vocabulary;
        private final Batch[] batches = new Batch[2];

        Generation(CudaBackend backend, Model model, Golden golden) {
            this.backend = backend;
            this.golden = golden;
            decoder = new TestingDecoder(backend, model.config(), CAPACITY);
            vocabulary = model.config().vocabularySize();
            int[] tables = new int[CAPACITY.maxSequences() * CAPACITY.maxBlocksPerSequence()];
            for (int i = 0; i < tables.length; i++) {
                tables[i] = tables.length - 1 - i;
            }
            batches[0] = new Batch(CAPACITY, tables);
            batches[1] = new Batch(CAPACITY, tables);
        }

        int[][] expected() {
            return golden.prompts().stream().map(Golden.Prompt::greedy).toArray(int[][]::new);
        }

        private void addPiece(Batch batch, int slot, int from, int to) {
            int[] tokens = golden.prompts().get(slot).tokens();
            batch.addSequence(slot, tokens.length);
            for (int position = from; position < to; position++) {
                int row = batch.addRow(tokens[position], position);
                if (position == tokens.length - 1) {
                    addSample(batch, row);
                }
            }
        }

        private static void addSample(Batch batch, int row) {
            int sample = batch.addSample(row);
            batch.topK[sample] = 1;
            batch.topP[sample] = 1;
            batch.temperature[sample] = 1;
        }

        /** Compute the prompts of some sequences, single rows first, at most {@code chunk} rows of each in a step. */
        private int[] prefill(int first, int end, int chunk) {
            int[] tokens = new int[end - first];
            boolean more = true;
            for (int from = 0; more; from += chunk) {
                more = false;
                Batch batch = batches[0];
                batch.clear();
                for (boolean single : new boolean[] {true, false}) {
                    for (int slot = first; slot < end; slot++) {
                        int length = golden.prompts().get(slot).tokens().length;
                        int to = (int) Math.min(length, (long) from + chunk);
                        if (from < to && (to - from == 1) == single) {
                            addPiece(batch, slot, from, to);
                            more |= to < length;
                        }
                    }
                }
                backend.submit(batch, decoder);
                backend.await(batch);
                for (int i = 0; i < batch.samples(); i++) {
                    tokens[batch.sampleSlots[i] - first] = batch.sampledTokens[i];
                }
            }
            return tokens;
        }

        /** Generate; two steps are in flight, and each takes its tokens from the one before on the device. */
        int[][] run(int first, int end, int chunk) {
            int steps = golden.prompts().get(0).greedy().length;
            int[][] tokens = new int[end - first][steps];
            int[] firstTokens = prefill(first, end, chunk);
            for (int i = 0; i < firstTokens.length; i++) {
                tokens[i][0] = firstTokens[i];
            }
            for (int step = 1; step <= steps; step++) {
                if (step < steps) {
                    Batch batch = batches[step % 2];
                    batch.clear();
                    for (int slot = first; slot < end; slot++) {
                        int length = golden.prompts().get(slot).tokens().length;
                        batch.addSequence(slot, length);
                        addSample(batch, batch.addRow(-1, length + step - 1));
                    }
                    backend.submit(batch, decoder);
                }
                if (step > 1) {
                    Batch earlier = batches[(step - 1) % 2];
                    backend.await(earlier);
                    for (int i = 0; i < earlier.samples(); i++) {
                        tokens[i][step - 1] = earlier.sampledTokens[i];
                    }
                }
            }
            return tokens;
        }

        double worstLogitError(TestingDevice device) {
            double worst = 0;
            for (int slot = 0; slot < golden.prompts().size(); slot++) {
                prefill(slot, slot + 1, WHOLE);
                float[] actual = device.download(CudaBuffer.of(decoder.logits).address(), vocabulary, DataType.FP32);
                float[] expected = golden.prompts().get(slot).lastLogits();
                double difference = 0;
                double norm = 0;
                for (int i = 0; i < vocabulary; i++) {
                    difference += Math.pow(actual[i] - expected[i], 2);
                    norm += Math.pow(expected[i], 2);
                }
                worst = Math.max(worst, Math.sqrt(difference / norm));
            }
            return worst;
        }

        double[] probabilityErrors() {
            DoubleStream.Builder errors = DoubleStream.builder();
            for (int slot = 0; slot < golden.prompts().size(); slot++) {
                int[] tokens = golden.prompts().get(slot).tokens();
                Batch batch = batches[0];
                batch.clear();
                batch.addSequence(slot, tokens.length);
                for (int position = 0; position < tokens.length; position++) {
                    int row = batch.addRow(tokens[position], position);
                    if (position + 1 < tokens.length) {
                        batch.addScore(row, tokens[position + 1]);
                    }
                }
                backend.submit(batch, decoder);
                backend.await(batch);
                float[] expected = golden.prompts().get(slot).logProbabilities();
                for (int i = 0; i < expected.length; i++) {
                    errors.add(Math.abs(batch.scoredLogProbabilities[i] - expected[i]));
                }
            }
            return errors.build().toArray();
        }
    }
}
