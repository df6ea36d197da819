package dev.turbobench.engine.turbomind.model.synthetic;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticModelsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "llama-2-7b, 6738415616, FP16",
        "llama-2-13b, 13015864320, FP16",
        "llama-2-70b, 68976648192, FP16",
        "llama-3-8b, 8030261248, BF16",
        "internlm-7b, 7321948160, FP16",
        "internlm-20b, 20088714240, BF16",
        "qwen2-7b, 7615616512, BF16"
    })
    void hasThePublishedNumberOfParameters(String name, long parameters, DataType dataType) {
        try (Model model = SyntheticModels.open("synthetic:" + name)) {
            assertThat(model.config().parameters()).isEqualTo(parameters);
            assertThat(count(model)).isEqualTo(parameters);
            assertThat(model.config().dataType()).isEqualTo(dataType);
        }
    }

    private static long count(Model model) {
        long sum = size(model.weights().embedding()) + size(model.weights().finalNorm());
        sum += model.config().tiedEmbeddings() ? 0 : size(model.weights().outputHead());
        for (LayerWeights layer : model.weights().layers()) {
            sum += size(layer.attentionNorm()) + size(layer.query()) + size(layer.key()) + size(layer.value());
            sum += size(layer.queryBias()) + size(layer.keyBias()) + size(layer.valueBias());
            sum += size(layer.output()) + size(layer.outputBias()) + size(layer.feedForwardNorm());
            sum += size(layer.gate()) + size(layer.up()) + size(layer.down());
        }
        return sum;
    }

    private static long size(Weight weight) {
        return weight == null ? 0 : (long) weight.rows() * weight.columns();
    }

    @Test
    void listsWhatItCanOpen() {
        for (String name : SyntheticModels.names()) {
            SyntheticModels.open(SyntheticModels.PREFIX + name).close();
        }
    }

    @Test
    void readsTheSameNumbersInAnyPieces() {
        try (Model model = SyntheticModels.open("synthetic:llama-2-70b")) {
            Weight down = model.weights().layers().get(79).down();
            float[] rows = new float[3 * down.columns()];
            down.readRows(8189, 3, rows, 0);
            float[] row = new float[down.columns() + 1];
            down.readRows(8190, 1, row, 1);
            assertThat(row).startsWith(0f).endsWith(rows[2 * down.columns() - 1]);
            for (int i = 0; i < down.columns(); i++) {
                assertThat(row[1 + i]).isEqualTo(rows[down.columns() + i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "llama-3-8b"})
    void givesTheSameNumbersRaw(String name) {
        try (Model model = SyntheticModels.open("synthetic:" + name)) {
            Weight key = model.weights().layers().get(2).key();
            int count = 5 * key.columns();
            float[] expected = new float[count];
            key.readRows(100, 5, expected, 0);
            ByteBuffer raw = ByteBuffer.allocateDirect(count * key.dataType().bytes() + 2);
            key.readRaw(100, 5, raw);
            assertThat(raw.remaining()).isEqualTo(2);
            raw.flip();
            float[] actual = new float[count];
            key.dataType().decode(raw, actual, 0, count);
            assertThat(actual).containsExactly(expected);
        }
    }

    @Test
    void takesConfigurationsOfTheUser() throws IOException {
        Path golden = Path.of("src/test/resources/goldens/qwen3");
        for (String name : new String[] {"synthetic:" + golden, "synthetic:" + golden.resolve("config.json")}) {
            try (Model model = SyntheticModels.open(name)) {
                assertThat(model.name()).isEqualTo(name);
                assertThat(model.config().architecture()).isEqualTo("Qwen3ForCausalLM");
                assertThat(model.weights().layers().get(0).queryNorm()).isNotNull();
                assertThat(model.weights().outputHead())
                        .isSameAs(model.weights().embedding());
            }
        }
        Path named = folder.resolve("tiny.json");
        Files.copy(golden.resolve("config.json"), named);
        assertThat(SyntheticModels.open("synthetic:" + named).config().hiddenSize())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "llama-2-8b", "/no/such/folder", "nul\0byte", "src"})
    void namesWhatItKnows(String name) {
        assertThatThrownBy(() -> SyntheticModels.open("synthetic:" + name))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(MODEL_NOT_FOUND.code()))
                .hasMessageStartingWith("no such synthetic model")
                .hasMessageContaining("tiny, llama-2-7b, llama-2-13b, llama-2-70b, llama-3-8b, internlm-7b");
    }
}
