package dev.turbobench.engine.turbomind.operator.host;

import static dev.turbobench.engine.turbomind.TestingModel.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.engine.turbomind.TestingModel;
import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.shard.Shard;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.engine.turbomind.operator.RowSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator against the plainest arithmetic in double precision, over random shapes, outputs filled with NaN. */
class HostOperatorsTest {

    private static final int SEQUENCES = 3;
    private static final int ROWS = 90;

    private static final double LIMIT = 2e-6;

    private static final class Fixture implements AutoCloseable {

        final Random random;
        final TestingModel model;
        final ModelConfig config;
        final Capacity capacity;
        final HostBackend backend;
        final Batch batch;

        Fixture(int seed) {
            this(seed, model -> model, Optional.empty());
        }

        Fixture(int seed, UnaryOperator<TestingModel> change, Optional<KvScales.Layer> scale) {
            random = new Random(seed);
            model = change.apply(TestingModel.random(random));
            config = model.config();
            capacity = new Capacity(SEQUENCES, ROWS, 64, 1 + random.nextInt(20));
            Optional<KvScales> scales =
                    scale.map(s -> new KvScales(config.kvHeads(), Collections.nCopies(config.layers(), List.of(s))));
            backend = HostBackend.open(model, Shard.WHOLE, capacity, 1 + random.nextInt(3), scales);
            int blocks = capacity.maxBlocksPerSequence() * SEQUENCES;
            backend.allocateCache(blocks);
            int[] tables =
                    random.ints(0, Integer.MAX_VALUE).distinct().limit(blocks).toArray();
            int[] sorted = tables.clone();
            Arrays.sort(sorted);
            Arrays.setAll(tables, i -> Arrays.binarySearch(sorted, tables[i]));
            batch = new Batch(capacity, tables);
        }

        int fill() {
            batch.clear();
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                batch.addSequence(SEQUENCES - 1 - sequence, 10);
                int rows = 1 + random.nextInt(ROWS / SEQUENCES);
                for (int i = 0; i < rows; i++) {
                    batch.addRow(random.nextInt(config.vocabularySize()), i);
                }
            }
            return batch.rows();
        }

        HostBuffer input(int rows, int columns) {
            HostBuffer buffer = new HostBuffer(rows, columns);
            for (int i = 0; i < buffer.values().length; i++) {
                buffer.values()[i] = (float) random.nextGaussian();
            }
            return buffer;
        }

        HostBuffer output(int rows, int columns) {
            HostBuffer buffer = new HostBuffer(rows, columns);
            Arrays.fill(buffer.values(), Float.NaN);
            return buffer;
        }

        LayerParameters layer() {
            return backend.parameters().layers().get(config.layers() - 1);
        }

        LayerWeights layerWeights() {
            return model.weights().layers().get(config.layers() - 1);
        }

        void run(ForwardPass pass) {
            backend.submit(batch, pass);
            backend.await(batch);
        }

        Operators operators() {
            return backend.operators();
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void embedding(int seed) {
        try (Fixture f = new Fixture(seed)) {
            int rows = f.fill();
            HostBuffer hidden = f.output(rows, f.config.hiddenSize());
            f.run(b -> f.operators().embed(rows, f.backend.parameters().embedding(), hidden));
            float[] table = values(f.model.weights().embedding());
            for (int i = 0; i < hidden.values().length; i++) {
                int row = i / f.config.hiddenSize();
                int source = f.batch.tokens[row] * f.config.hiddenSize() + i % f.config.hiddenSize();
                assertThat(hidden.values()[i]).isEqualTo(table[source]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void norms(int seed) {
        try (Fixture f = new Fixture(seed)) {
            int rows = f.fill();
            int width = f.config.hiddenSize();
            HostBuffer hidden = f.input(rows, width);
            HostBuffer delta = f.input(rows, width);
            double[] sum = new double[rows * width];
            Arrays.setAll(sum, i -> (double) hidden.values()[i] + delta.values()[i]);
            float[] weight = values(f.layerWeights().attentionNorm());
            HostBuffer normed = f.output(rows, width);
            HostBuffer picked = f.output(SEQUENCES, width);
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                f.batch.addSample(f.batch.rowStarts[sequence + 1] - 1);
            }
            f.run(b -> {
                f.operators().addNormSelected(RowSet.SAMPLED, 1, 2, f.layer().attentionNorm(), delta, hidden, picked);
                f.operators().addNorm(rows, f.layer().attentionNorm(), delta, hidden, normed);
            });
            double[] expected = new double[rows * width];
            for (int row = 0; row < rows; row++) {
                Naive.norm(sum, row * width, weight, f.config.normEpsilon(), expected, row * width);
            }
            assertClose(expected, normed.values());
            assertClose(sum, hidden.values());
            for (int i = 0; i < 2; i++) {
                int row = f.batch.sampleRows[1 + i];
                assertClose(
                        Arrays.copyOfRange(expected, row * width, (row + 1) * width),
                        Arrays.copyOfRange(picked.values(), i * width, (i + 1) * width));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void projections(int seed) {
        try (Fixture f = new Fixture(seed)) {
            int rows = f.fill();
            ModelConfig c = f.config;
            HostBuffer attended = f.input(rows, c.queryWidth());
            HostBuffer delta = f.output(rows, c.hiddenSize());
            HostBuffer normed = f.input(rows, c.hiddenSize());
            HostBuffer activated = f.output(rows, c.intermediateSize());
            f.run(b -> {
                f.operators().linear(rows, f.layer().output(), attended, delta);
                f.operators().gateUp(rows, f.layer(), normed, activated);
            });
            LayerWeights w = f.layerWeights();
            assertClose(
                    Naive.linear(attended.values(), rows, values(w.output()), values(w.outputBias()), c.hiddenSize()),
                    delta.values());
            double[] gate = Naive.linear(normed.values(), rows, values(w.gate()), new float[0], c.intermediateSize());
            double[] up = Naive.linear(normed.values(), rows, values(w.up()), new float[0], c.intermediateSize());
            for (int i = 0; i < gate.length; i++) {
                gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
            }
            assertClose(gate, activated.values());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void projectionRotationAndAttention(int seed) {
        try (Fixture f = new Fixture(seed)) {
            int rows = f.fill();
            ModelConfig c = f.config;
            HostBuffer normed = f.input(rows, c.hiddenSize());
            HostBuffer query = f.output(rows, c.queryWidth());
            HostBuffer attended = f.output(rows, c.queryWidth());
            f.run(b -> {
                f.operators().qkv(rows, f.layer(), normed, query);
                f.operators().attention(rows, f.layer(), query, attended);
            });
            LayerWeights w = f.layerWeights();
            double[] q = Naive.heads(f.batch, c, normed.values(), w.query(), w.queryBias(), w.queryNorm(), true);
            double[] k = Naive.heads(f.batch, c, normed.values(), w.key(), w.keyBias(), w.keyNorm(), true);
            double[] v = Naive.heads(f.batch, c, normed.values(), w.value(), w.valueBias(), null, false);
            assertClose(q, query.values());
            assertClose(Naive.attention(f.batch, c, q, k, v), attended.values());
        }
    }

    /** Keys and values are rounded in single precision here and there, so that one may fall on the other side. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void attentionToAnInt8Cache(int seed) {
        KvScales.Layer scale = new KvScales.Layer(0.04f, 0.3f, 0.03f, -0.2f);
        try (Fixture f = new Fixture(seed, model -> model, Optional.of(scale))) {
            int rows = f.fill();
            ModelConfig c = f.config;
            HostBuffer normed = f.input(rows, c.hiddenSize());
            HostBuffer query = f.output(rows, c.queryWidth());
            HostBuffer attended = f.output(rows, c.queryWidth());
            f.run(b -> {
                f.operators().qkv(rows, f.layer(), normed, query);
                f.operators().attention(rows, f.layer(), query, attended);
            });
            LayerWeights w = f.layerWeights();
            double[] q = Naive.heads(f.batch, c, normed.values(), w.query(), w.queryBias(), w.queryNorm(), true);
            double[] k = Naive.heads(f.batch, c, normed.values(), w.key(), w.keyBias(), w.keyNorm(), true);
            double[] v = Naive.heads(f.batch, c, normed.values(), w.value(), w.valueBias(), null, false);
            double[] exact = Naive.attention(f.batch, c, q, k, v);
            Naive.quantise(k, scale.keyScale(), scale.keyZero());
            Naive.quantise(v, scale.valueScale(), scale.valueZero());
            double[] quantised = Naive.attention(f.batch, c, q, k, v);
            assertThat(difference(quantised, attended.values())).isLessThan(1e-3);
            assertThat(difference(exact, attended.values())).isGreaterThan(2e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void queriesOfLognAttentionGrowBeyondTheTrainedLength(int seed) {
        int trained = 7;
        try (Fixture f = new Fixture(seed, model -> model.withLogn(trained), Optional.empty())) {
            int rows = f.fill();
            ModelConfig c = f.config;
            HostBuffer normed = f.input(rows, c.hiddenSize());
            HostBuffer query = f.output(rows, c.queryWidth());
            f.run(b -> f.operators().qkv(rows, f.layer(), normed, query));
            LayerWeights w = f.layerWeights();
            double[] q = Naive.heads(f.batch, c, normed.values(), w.query(), w.queryBias(), w.queryNorm(), true);
            int scaled = 0;
            for (int row = 0; row < rows; row++) {
                int length = f.batch.positions[row] + 1;
                for (int i = 0; length > trained && i < c.queryWidth(); i++) {
                    q[row * c.queryWidth() + i] *= Math.log(length) / Math.log(trained);
                    scaled++;
                }
            }
            assertThat(scaled).isPositive();
            assertClose(q, query.values());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void scores(int seed) {
        try (Fixture f = new Fixture(seed)) {
            f.fill();
            int vocabulary = f.config.vocabularySize();
            HostBuffer logits = f.input(SEQUENCES, vocabulary);
            for (int i = 0; i < SEQUENCES; i++) {
                f.batch.addScore(i, f.random.nextInt(vocabulary));
            }
            f.run(b -> f.operators().score(1, 2, logits));
            for (int i = 0; i < 2; i++) {
                double sum = 0;
                for (int j = 0; j < vocabulary; j++) {
                    sum += Math.exp(logits.values()[i * vocabulary + j]);
                }
                double expected = logits.values()[i * vocabulary + f.batch.scoreTargets[1 + i]] - Math.log(sum);
                assertThat((double) f.batch.scoredLogProbabilities[1 + i]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    private static void assertClose(double[] expected, float[] actual) {
        assertThat(difference(expected, actual)).isLessThanOrEqualTo(LIMIT);
    }

    /** Relative to the length of the expected vector. */
    private static double difference(double[] expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
