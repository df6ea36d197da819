package dev.turbobench.engine.turbomind.model.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.Golden;
import dev.turbobench.engine.turbomind.TestingModel;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardTest {

    static List<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void sharesAddUpToTheWhole(Golden golden) {
        try (Model model = ModelLoader.open(golden.model())) {
            for (int size : new int[] {2, 4}) {
                if (model.config().heads() % size == 0) {
                    checkShares(model.config(), model.weights(), size);
                }
            }
        }
    }

    @Test
    void lastRankTakesWhatIsLeftOfTheVocabulary() {
        int[] first =
                IntStream.range(0, 4).map(r -> new Shard(r, 4).firstToken(10)).toArray();
        int[] count = IntStream.range(0, 4).map(r -> new Shard(r, 4).tokens(10)).toArray();
        assertThat(first).containsExactly(0, 3, 6, 9);
        assertThat(count).containsExactly(3, 3, 3, 1);
        assertThat(new Shard(3, 4).tokens(5)).isZero();
    }

    @Test
    void neighboursShareAKeyValueHead() {
        TestingModel model = TestingModel.small();
        assertThat(model.config().kvHeads()).isEqualTo(2);
        for (int rank = 0; rank < 4; rank++) {
            Shard shard = new Shard(rank, 4);
            ModelConfig own = shard.config(model.config());
            assertThat(own.heads()).isEqualTo(1);
            assertThat(own.kvHeads()).isEqualTo(1);
            Weight key = shard.weights(model.config(), model.weights())
                    .layers()
                    .get(0)
                    .key();
            int headSize = own.headSize();
            assertThat(rows(key))
                    .isEqualTo(rows(
                            WeightSlice.ofRows(model.weights().layers().get(0).key(), rank / 2 * headSize, headSize)));
        }
    }

    private static void checkShares(ModelConfig config, ModelWeights whole, int size) {
        List<Shard> shards =
                IntStream.range(0, size).mapToObj(rank -> new Shard(rank, size)).toList();
        List<ModelWeights> parts =
                shards.stream().map(shard -> shard.weights(config, whole)).toList();
        assertBelow(whole, parts, ModelWeights::outputHead);
        for (int i = 0; i < config.layers(); i++) {
            int layer = i;
            LayerWeights all = whole.layers().get(layer);
            List<LayerWeights> ranks =
                    parts.stream().map(part -> part.layers().get(layer)).toList();
            assertBelow(all, ranks, LayerWeights::query);
            assertBelow(all, ranks, LayerWeights::gate);
            assertBelow(all, ranks, LayerWeights::up);
            assertBeside(all, ranks, LayerWeights::output);
            assertBeside(all, ranks, LayerWeights::down);
            if (config.kvHeads() % size == 0) {
                assertBelow(all, ranks, LayerWeights::key);
                assertBelow(all, ranks, LayerWeights::value);
            }
            if (config.qkvBias()) {
                assertBeside(all, ranks, layerWeights -> required(layerWeights.queryBias()));
            }
        }
        long held = 0;
        for (int rank = 0; rank < size; rank++) {
            ModelConfig own = shards.get(rank).config(config);
            assertThat(parts.get(rank).layers().get(0).query().rows()).isEqualTo(own.queryWidth());
            assertThat(parts.get(rank).layers().get(0).down().columns()).isEqualTo(own.intermediateSize());
            held += shards.get(rank).parameters(config);
        }
        assertThat(held).isGreaterThan(config.parameters());
    }

    private static Weight required(Weight weight) {
        assertThat(weight).isNotNull();
        return weight;
    }

    private static <T> void assertBelow(T whole, List<T> parts, Function<T, Weight> weight) {
        int row = 0;
        for (T part : parts) {
            Weight slice = weight.apply(part);
            assertThat(rows(slice)).isEqualTo(rows(WeightSlice.ofRows(weight.apply(whole), row, slice.rows())));
            row += slice.rows();
        }
        assertThat(row).isEqualTo(weight.apply(whole).rows());
    }

    private static <T> void assertBeside(T whole, List<T> parts, Function<T, Weight> weight) {
        Weight all = weight.apply(whole);
        float[] expected = rows(all);
        int column = 0;
        for (T part : parts) {
            Weight slice = weight.apply(part);
            float[] values = rows(slice);
            for (int row = 0; row < all.rows(); row++) {
                for (int i = 0; i < slice.columns(); i++) {
                    assertThat(values[row * slice.columns() + i]).isEqualTo(expected[row * all.columns() + column + i]);
                }
            }
            column += slice.columns();
        }
        assertThat(column).isEqualTo(all.columns());
    }

    private static float[] rows(Weight weight) {
        float[] values = new float[weight.rows() * weight.columns()];
        weight.readRows(0, weight.rows(), values, 0);
        return values;
    }

    @Test
    void partsOfRowsAreTheSameWithAndWithoutABetterWay() {
        Random random = new Random(5);
        try (Model model = ModelLoader.open(Golden.of("llama3-gqa").model())) {
            Weight weight = model.weights().layers().get(0).down();
            for (int i = 0; i < 50; i++) {
                int firstRow = random.nextInt(weight.rows());
                int count = random.nextInt(weight.rows() - firstRow) + 1;
                int firstColumn = random.nextInt(weight.columns());
                int columns = random.nextInt(weight.columns() - firstColumn) + 1;
                int bytes = count * columns * weight.dataType().bytes();
                ByteBuffer own = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
                weight.readPart(firstRow, count, firstColumn, columns, own);
                ByteBuffer byDefault = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
                new Plain(weight).readPart(firstRow, count, firstColumn, columns, byDefault);
                assertThat(own.hasRemaining()).isFalse();
                assertThat(own.array()).isEqualTo(byDefault.array());
            }
        }
    }

    /** A weight that has only what it must. */
    private record Plain(Weight weight) implements Weight {

        @Override
        public String name() {
            return weight.name();
        }

        @Override
        public int rows() {
            return weight.rows();
        }

        @Override
        public int columns() {
            return weight.columns();
        }

        @Override
        public DataType dataType() {
            return weight.dataType();
        }

        @Override
        public void readRows(int firstRow, int count, float[] destination, int offset) {
            weight.readRows(firstRow, count, destination, offset);
        }

        @Override
        public void readRaw(int firstRow, int count, ByteBuffer destination) {
            weight.readRaw(firstRow, count, destination);
        }
    }
}
