package dev.turbobench.engine.turbomind.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.Golden;
import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.host.HostBackend;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {

    private static final Capacity CAPACITY = new Capacity(8, 512, 192, 16);

    static List<Golden> goldens() {
        return Golden.all();
    }

    /** The logits after every golden prompt, and its greedy continuation, on the CPU without an engine around it. */
    @ParameterizedTest
    @MethodSource("goldens")
    void lastLogits(Golden golden) {
        try (Model model = ModelLoader.open(golden.model());
                HostBackend backend = HostBackend.open(model, CAPACITY, 2)) {
            Decoder decoder = new Decoder(backend, model.config(), CAPACITY);
            backend.allocateCache(CAPACITY.maxBlocksPerSequence());
            for (Golden.Prompt prompt : golden.prompts()) {
                float[] logits = logits(prompt, decoder, backend, 0, prompt.tokens());
                assertThat(relativeDistance(prompt.lastLogits(), logits)).isLessThan(2e-3);
                int[] next = new int[prompt.greedy().length];
                for (int i = 0; i < next.length; i++) {
                    next[i] = indexOfLargest(logits, prompt.lastLogits().length);
                    logits = logits(prompt, decoder, backend, prompt.tokens().length + i, next[i]);
                }
                assertThat(next).isEqualTo(prompt.greedy());
            }
        }
    }

    /** A row's result is the same, bit for bit, whatever else is in the batch and however many threads there are. */
    @ParameterizedTest
    @MethodSource("goldens")
    void resultsDoNotDependOnTheBatch(Golden golden) {
        List<Golden.Prompt> prompts = golden.prompts();
        try (Model model = ModelLoader.open(golden.model());
                HostBackend one = HostBackend.open(model, CAPACITY, 1);
                HostBackend three = HostBackend.open(model, CAPACITY, 3)) {
            Decoder single = new Decoder(one, model.config(), CAPACITY);
            one.allocateCache(CAPACITY.maxBlocksPerSequence());
            Decoder together = new Decoder(three, model.config(), CAPACITY);
            int blocks = CAPACITY.maxBlocksPerSequence();
            three.allocateCache(blocks * prompts.size());
            int[] tables = new int[CAPACITY.maxSequences() * blocks];
            Arrays.setAll(tables, i -> blocks * prompts.size() - 1 - i % (blocks * prompts.size()));
            Batch batch = new Batch(CAPACITY, tables);
            for (int slot = 0; slot < prompts.size(); slot++) {
                add(
                        batch,
                        slot,
                        prompts.get(slot).tokens().length,
                        0,
                        prompts.get(slot).tokens());
            }
            three.submit(batch, together);
            int vocabulary = model.config().vocabularySize();
            float[] all = ((HostBuffer) together.logits()).values();
            for (int i = 0; i < prompts.size(); i++) {
                Golden.Prompt prompt = prompts.get(i);
                float[] alone = logits(prompt, single, one, 0, prompt.tokens());
                assertThat(Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary))
                        .isEqualTo(Arrays.copyOf(alone, vocabulary));
            }
        }
    }

    private static float[] logits(
            Golden.Prompt prompt, Decoder decoder, HostBackend backend, int position, int... tokens) {
        int[] tables = new int[CAPACITY.maxSequences() * CAPACITY.maxBlocksPerSequence()];
        Arrays.setAll(tables, i -> i % CAPACITY.maxBlocksPerSequence());
        Batch batch = new Batch(CAPACITY, tables);
        add(batch, 0, prompt.tokens().length, position, tokens);
        backend.submit(batch, decoder);
        backend.await(batch);
        return ((HostBuffer) decoder.logits()).values();
    }

    private static void add(Batch batch, int slot, int promptLength, int position, int... tokens) {
        batch.addSequence(slot, promptLength);
        int row = -1;
        for (int i = 0; i < tokens.length; i++) {
            row = batch.addRow(tokens[i], position + i);
        }
        batch.topK[batch.addSample(row)] = 1;
    }

    private static int indexOfLargest(float[] values, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double relativeDistance(float[] expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
