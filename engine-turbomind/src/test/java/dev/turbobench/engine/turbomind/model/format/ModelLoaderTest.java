package dev.turbobench.engine.turbomind.model.format;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelLoaderTest {

    private static final Path GOLDENS = Path.of("src/test/resources/goldens");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internlm-bias",
                "internlm-h128",
                "internlm1",
                "internlm2",
                "internlm2-bias",
                "llama-dynamic",
                "llama-f32",
                "llama-linear",
                "llama-mha",
                "llama-sharded",
                "llama-yarn",
                "llama-yarn-mscale",
                "llama3-gqa",
                "llama32-tied",
                "mistral",
                "qwen2-tied",
                "qwen2-yarn",
                "qwen3",
                "qwen3-bias"
            })
    void opensGoldens(String name) {
        String path = GOLDENS.resolve(name).toString();
        try (Model model = ModelLoader.open(path)) {
            assertThat(model.name()).isEqualTo(path);
            assertThat(model.synthetic()).isFalse();
            assertThat(model.weights().layers()).hasSize(model.config().layers());
            float[] row = new float[model.config().hiddenSize()];
            model.weights().outputHead().readRows(3, 1, row, 0);
            assertThat(row).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            assertThat(row).hasSizeGreaterThan(1).doesNotContain(0f);
        }
    }

    @Test
    void opensSyntheticModels() {
        try (Model model = ModelLoader.open("synthetic:tiny")) {
            assertThat(model.name()).isEqualTo("synthetic:tiny");
            assertThat(model.synthetic()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/folder", "", " ", "nul\0byte"})
    void namesWhatDoesNotExist(String model) {
        assertFails(model, MODEL_NOT_FOUND, "no such model", "config.json", "synthetic: followed by one of tiny");
    }

    @Test
    void refusesFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "");
        assertFails(
                file.toString(), MODEL_INVALID, "model.safetensors: expected a Hugging Face folder", "found a file");
    }

    @Test
    void refusesFoldersWithoutModel() {
        assertFails(folder.toString(), MODEL_INVALID, folder + ": expected a Hugging Face folder (config.json");
    }

    @Test
    void refusesWorkspacesWithoutConfiguration() throws IOException {
        Path weights = Files.createDirectories(folder.resolve("triton_models/weights"));
        assertFails(folder.toString(), MODEL_INVALID, weights + ": expected config.ini");
        Files.createFile(weights.resolve("config.yaml"));
        assertFails(folder.toString(), MODEL_UNSUPPORTED, "config.yaml: workspaces of LMDeploy 0.6 to 0.9");
    }

    private static void assertFails(String model, StandardErrorCode code, String... parts) {
        assertThatThrownBy(() -> ModelLoader.open(model))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(code.code()))
                .hasMessageNotContaining("\n")
                .message()
                .contains(parts);
    }
}
