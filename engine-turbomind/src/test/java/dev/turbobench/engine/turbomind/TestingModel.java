package dev.turbobench.engine.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A model of any shape with random weights that tests can look at. */
public record TestingModel(ModelConfig config, ModelWeights weights) implements Model {

    /** Values that tests can read. */
    public record ArrayWeight(String name, int rows, int columns, float[] values) implements Weight {

        @Override
        public DataType dataType() {
            return DataType.FP32;
        }

        @Override
        public void readRows(int firstRow, int count, float[] destination, int offset) {
            System.arraycopy(values, firstRow * columns, destination, offset, count * columns);
        }

        @Override
        public void readRaw(int firstRow, int count, ByteBuffer destination) {
            for (int i = firstRow * columns; i < (firstRow + count) * columns; i++) {
                destination.putFloat(values[i]);
            }
        }
    }

    /** A model with random shape. */
    public static TestingModel random(Random random) {
        int kvHeads = 1 + random.nextInt(3);
        int heads = kvHeads * (1 + random.nextInt(3));
        boolean bias = random.nextBoolean();
        return of(
                new ModelConfig(
                        "LlamaForCausalLM",
                        3 + random.nextInt(300),
                        1 + random.nextInt(2),
                        heads,
                        kvHeads,
                        2 * (1 + random.nextInt(40)),
                        1 + random.nextInt(400),
                        2 + random.nextInt(700),
                        4096,
                        1e-5,
                        10_000,
                        new RopeScaling.None(),
                        false,
                        bias,
                        bias && random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        1,
                        List.of(2),
                        DataType.FP32),
                random);
    }

    /** The same weights in a model with logn attention beyond a few positions. */
    public TestingModel withLogn(int maxPositions) {
        return new TestingModel(
                new ModelConfig(
                        config.architecture(),
                        config.hiddenSize(),
                        config.layers(),
                        config.heads(),
                        config.kvHeads(),
                        config.headSize(),
                        config.intermediateSize(),
                        config.vocabularySize(),
                        maxPositions,
                        config.normEpsilon(),
                        config.ropeBase(),
                        config.ropeScaling(),
                        true,
                        config.qkvBias(),
                        config.outputBias(),
                        config.qkNorm(),
                        config.tiedEmbeddings(),
                        config.bosToken(),
                        config.eosTokens(),
                        config.dataType()),
                weights);
    }

    /** A small model with a fixed shape. */
    public static TestingModel small() {
        return of(
                new ModelConfig(
                        "LlamaForCausalLM",
                        32,
                        2,
                        4,
                        2,
                        8,
                        48,
                        64,
                        4096,
                        1e-5,
                        10_000,
                        new RopeScaling.None(),
                        false,
                        false,
                        false,
                        false,
                        false,
                        1,
                        List.of(2),
                        DataType.FP32),
                new Random(3));
    }

    private static TestingModel of(ModelConfig c, Random random) {
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < c.layers(); i++) {
            layers.add(new LayerWeights(
                    weight(random, 1, c.hiddenSize()),
                    weight(random, c.queryWidth(), c.hiddenSize()),
                    weight(random, c.kvWidth(), c.hiddenSize()),
                    weight(random, c.kvWidth(), c.hiddenSize()),
                    weightIf(c.qkvBias(), random, c.queryWidth()),
                    weightIf(c.qkvBias(), random, c.kvWidth()),
                    weightIf(c.qkvBias(), random, c.kvWidth()),
                    weightIf(c.qkNorm(), random, c.headSize()),
                    weightIf(c.qkNorm(), random, c.headSize()),
                    weight(random, c.hiddenSize(), c.queryWidth()),
                    weightIf(c.outputBias(), random, c.hiddenSize()),
                    weight(random, 1, c.hiddenSize()),
                    weight(random, c.intermediateSize(), c.hiddenSize()),
                    weight(random, c.intermediateSize(), c.hiddenSize()),
                    weight(random, c.hiddenSize(), c.intermediateSize())));
        }
        Weight embedding = weight(random, c.vocabularySize(), c.hiddenSize());
        Weight head = c.tiedEmbeddings() ? embedding : weight(random, c.vocabularySize(), c.hiddenSize());
        return new TestingModel(c, new ModelWeights(embedding, layers, weight(random, 1, c.hiddenSize()), head));
    }

    private static @Nullable Weight weightIf(boolean present, Random random, int columns) {
        return present ? weight(random, 1, columns) : null;
    }

    private static Weight weight(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        double scale = rows == 1 ? 1 : 1 / Math.sqrt(columns);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return new ArrayWeight("test", rows, columns, values);
    }

    /** The values of a weight of such a model. */
    public static float[] values(@Nullable Weight weight) {
        return weight == null ? new float[0] : ((ArrayWeight) weight).values();
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public boolean synthetic() {
        return true;
    }

    @Override
    public void close() {}
}
