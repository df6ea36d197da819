package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.GOLDENS;
import static dev.turbobench.engine.turbomind.convert.TestingCommands.convert;
import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    @TempDir
    private Path folder;

    static List<String> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void everyGoldenComesBackBitByBit(String golden) {
        int trips = 0;
        try (Model original = ModelLoader.open(GOLDENS.resolve(golden).toString())) {
            ModelConfig config = original.config();
            for (int ranks : new int[] {1, 2, 4}) {
                if (config.kvHeads() % ranks != 0 || config.intermediateSize() % ranks != 0) {
                    continue;
                }
                Path workspace = folder.resolve(golden + ranks);
                Path exported = folder.resolve(golden + ranks + "-hf");
                convert("llama2", golden, ranks, workspace);
                run(new ExportCommand(), "workspace", workspace.toString(), "dst_path", exported.toString());
                try (Model middle = ModelLoader.open(workspace.toString());
                        Model back = ModelLoader.open(exported.toString())) {
                    assertSame(original, middle);
                    assertSame(original, back);
                }
                trips++;
            }
        }
        assertThat(trips).isPositive();
    }

    @Test
    void smallSlicesGiveTheSameAsWholeMatrices() {
        Path workspace = folder.resolve("w");
        convert("llama2", "llama3-gqa", 2, workspace);
        try (Model model = ModelLoader.open(workspace.toString())) {
            NamedWeights.of(model).forEach((name, weight) -> {
                byte[] whole = raw(weight);
                int rowBytes = weight.columns() * weight.dataType().bytes();
                for (int row = 0; row < weight.rows(); row += 37) {
                    ByteBuffer one = ByteBuffer.allocate(rowBytes);
                    weight.readRaw(row, 1, one);
                    assertThat(one.array()).isEqualTo(slice(whole, row * rowBytes, rowBytes));
                }
            });
        }
    }

    private static byte[] slice(byte[] bytes, int from, int count) {
        return java.util.Arrays.copyOfRange(bytes, from, from + count);
    }

    private static void assertSame(Model expected, Model actual) {
        assertSame(expected.config(), actual.config());
        Map<String, Weight> before = NamedWeights.of(expected);
        Map<String, Weight> after = NamedWeights.of(actual);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, weight) -> {
            Weight other = after.get(name);
            if (weight.dataType() == DataType.FP32) {
                assertThat(raw(other)).as(name).isEqualTo(halved(weight));
            } else {
                assertThat(raw(other)).as(name).isEqualTo(raw(weight));
            }
        });
    }

    private static void assertSame(ModelConfig before, ModelConfig after) {
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("architecture", "dataType")
                .isEqualTo(before);
    }

    private static byte[] raw(Weight weight) {
        ByteBuffer bytes = ByteBuffer.allocate(
                weight.rows() * weight.columns() * weight.dataType().bytes());
        weight.readRaw(0, weight.rows(), bytes);
        return bytes.array();
    }

    private static byte[] halved(Weight weight) {
        float[] values = new float[weight.rows() * weight.columns()];
        weight.readRows(0, weight.rows(), values, 0);
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        DataType.FP16.encode(values, 0, values.length, bytes);
        return bytes.array();
    }
}
