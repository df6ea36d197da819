package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceFormatTest {

    private static final Path GOLDENS = Path.of("src/test/resources/goldens");
    private static final TestingConfig TIED = TestingConfig.llama().with("tie_word_embeddings", "true");

    @TempDir
    Path folder;

    @Test
    void recognisesFoldersByTheirConfiguration() throws IOException {
        assertThat(new HuggingFaceFormat().recognises(folder)).isFalse();
        Files.writeString(folder.resolve("config.json"), "");
        assertThat(new HuggingFaceFormat().recognises(folder)).isTrue();
    }

    @Test
    void opensCheckpointsWithUnneededTensors() throws IOException {
        new TestingCheckpoint(TestingConfig.llama())
                .put("model.layers.0.self_attn.rotary_emb.inv_freq", "F32", 8)
                .write(folder);
        try (Model model = open()) {
            assertThat(model.config().parameters())
                    .isEqualTo(2L * 160 * 64 + 2L * (4 * 64 * 64 + 3 * 64 * 96 + 2 * 64) + 64);
            assertThat(model.weights().embedding().name()).isEqualTo("model.embed_tokens.weight");
            assertThat(model.weights().outputHead().name()).isEqualTo("lm_head.weight");
            assertThat(model.weights().layers().get(1).down().name()).isEqualTo("model.layers.1.mlp.down_proj.weight");
            assertThat(model.weights().layers().get(1).queryBias()).isNull();
        }
    }

    @Test
    void takesTheDataTypeOfTheWeightsIfTheConfigurationHasNone() throws IOException {
        new TestingCheckpoint(TestingConfig.llama().with("torch_dtype", "\"float32\"")).write(folder);
        Path file = folder.resolve("config.json");
        Files.writeString(file, Files.readString(file).replace("torch_dtype", "formerly_torch_dtype"));
        try (Model model = open()) {
            assertThat(model.config().dataType()).isEqualTo(DataType.FP16);
        }
    }

    @Test
    void opensCheckpointsWithoutPrefix() throws IOException {
        new TestingCheckpoint(TIED).withoutPrefix("model.").write(folder);
        try (Model model = open()) {
            assertThat(model.weights().embedding().name()).isEqualTo("embed_tokens.weight");
        }
    }

    @Test
    void tiesEmbeddingsWithOrWithoutAnOutputHead() throws IOException {
        new TestingCheckpoint(TIED).write(folder);
        try (Model model = open()) {
            assertThat(model.weights().outputHead()).isSameAs(model.weights().embedding());
        }
        new TestingCheckpoint(TIED).put("lm_head.weight", "F16", 160, 64).write(folder);
        try (Model model = open()) {
            assertThat(model.weights().outputHead()).isSameAs(model.weights().embedding());
        }
    }

    @Test
    void readsTensorsOfDifferentTypes() throws IOException {
        new TestingCheckpoint(TestingConfig.llama())
                .put("model.norm.weight", "F32", 64)
                .put("lm_head.weight", "BF16", 160, 64)
                .write(folder);
        try (Model model = open()) {
            assertThat(model.weights().finalNorm().dataType()).isEqualTo(DataType.FP32);
            assertThat(model.weights().outputHead().dataType()).isEqualTo(DataType.BF16);
            assertThat(model.weights().embedding().dataType()).isEqualTo(DataType.FP16);
        }
    }

    @Test
    void takesPackedProjectionsApart() {
        // Heads of 64; two query heads, one key head and one value head in each of the two groups.
        try (Model model = new HuggingFaceFormat().open("internlm2", GOLDENS.resolve("internlm2"))) {
            assertStarts(model.weights().layers().get(0).query(), 3 * 64 + 5, 0.014511108f, -0.1550293f);
            assertStarts(model.weights().layers().get(0).key(), 64 + 7, -0.068115234f, 0.22741699f);
            assertStarts(model.weights().layers().get(0).value(), 64 + 63, -0.04071045f, 0.09875488f);
        }
    }

    @Test
    void takesPackedBiasesApart() {
        // Heads of 16, two query heads in each of the two groups.
        try (Model model = new HuggingFaceFormat().open("internlm2", GOLDENS.resolve("internlm2-bias"))) {
            assertThat(vector(model.weights().layers().get(1).queryBias())[32]).isEqualTo(0.46289062f);
            assertThat(vector(model.weights().layers().get(1).keyBias())[16 + 3])
                    .isEqualTo(0.34570312f);
            assertThat(vector(model.weights().layers().get(1).valueBias())[15]).isEqualTo(0.061767578f);
        }
    }

    @Test
    void listsMissingTensors() throws IOException {
        new TestingCheckpoint(TestingConfig.llama())
                .remove("model.layers.1.mlp.up_proj.weight")
                .remove("lm_head.weight")
                .write(folder);
        assertFails(
                MODEL_INVALID,
                "lacks 2 of the tensors that its configuration asks for: "
                        + "lm_head.weight, model.layers.1.mlp.up_proj.weight");
    }

    @Test
    void listsOnlyTheFirstMissingTensors() throws IOException {
        new TestingCheckpoint(TestingConfig.llama().with("attention_bias", "true"))
                .removeAll()
                .write(folder);
        assertFails(
                MODEL_INVALID,
                "lacks 29 of the tensors that its configuration asks for: model.embed_tokens.weight, "
                        + "model.norm.weight, lm_head.weight, model.layers.0.input_layernorm.weight, "
                        + "model.layers.1.input_layernorm.weight and 24 more");
    }

    @Test
    void namesTensorsOfTheWrongShape() throws IOException {
        new TestingCheckpoint(TestingConfig.llama())
                .put("model.layers.1.mlp.down_proj.weight", "F16", 96, 64)
                .write(folder);
        assertFails(
                MODEL_INVALID,
                folder.resolve("model.safetensors") + ": tensor model.layers.1.mlp.down_proj.weight: "
                        + "expected shape [64, 96], as the configuration says, found [96, 64]");

        new TestingCheckpoint(TestingConfig.llama())
                .put("model.norm.weight", "F16", 1, 64)
                .write(folder);
        assertFails(MODEL_INVALID, "tensor model.norm.weight: expected shape [64]", "found [1, 64]");

        new TestingCheckpoint(TestingConfig.llama())
                .put("model.embed_tokens.weight", "F16", 161, 64)
                .write(folder);
        assertFails(MODEL_INVALID, "tensor model.embed_tokens.weight: expected shape [160, 64]", "found [161, 64]");
    }

    @Test
    void namesTypesThatItCannotRead() throws IOException {
        new TestingCheckpoint(TestingConfig.llama())
                .put("model.layers.0.self_attn.q_proj.weight", "F8_E4M3", 64, 64)
                .write(folder);
        assertFails(
                MODEL_UNSUPPORTED,
                "tensor model.layers.0.self_attn.q_proj.weight: weights of type F8_E4M3 are not supported; "
                        + "supported are F32, F16, BF16");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.layers.2.input_layernorm.weight | but the model of config.json has only 2 layers",
                "model.layers.0.self_attn.q_proj.bias | but the model of config.json has no such bias",
                "model.layers.0.self_attn.o_proj.bias | but the model of config.json has no such bias"
            })
    void noticesTheConfigurationOfAnotherModel(String name, String problem) throws IOException {
        new TestingCheckpoint(TestingConfig.llama()).put(name, "F16", 64).write(folder);
        assertFails(MODEL_INVALID, "model.safetensors: found tensor " + name + ", " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "pytorch_model-00001-of-00002.bin", "consolidated.00.pth", "m.gguf"})
    void asksForSafetensors(String other) throws IOException {
        Files.writeString(folder.resolve("config.json"), TestingConfig.llama().json());
        Files.createFile(folder.resolve(other));
        assertFails(
                MODEL_UNSUPPORTED,
                folder + ": expected *.safetensors files, found " + other,
                "convert the checkpoint to safetensors");
    }

    @Test
    void suggestsRandomWeightsWhereThereAreNone() throws IOException {
        Files.writeString(folder.resolve("config.json"), TestingConfig.llama().json());
        assertFails(
                MODEL_INVALID, "expected *.safetensors files beside config.json, found none", "synthetic:" + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"hidden_size\":1,\"hidden_size\":2}", "{} {}", "\u0000"})
    void namesTheConfigurationThatIsNotJson(String text) throws IOException {
        Files.writeString(folder.resolve("config.json"), text);
        assertFails(MODEL_INVALID, folder.resolve("config.json") + ": ");
    }

    @Test
    void refusesConfigurationsThatAreFolders() throws IOException {
        Files.createDirectory(folder.resolve("config.json"));
        assertFails(MODEL_INVALID, folder.resolve("config.json") + ": cannot be read: ");
    }

    @Test
    void cannotReadWeightsAfterClosing() throws IOException {
        new TestingCheckpoint(TestingConfig.llama()).write(folder);
        Model model = open();
        model.close();
        model.close();
        Weight norm = model.weights().finalNorm();
        assertThatThrownBy(() -> norm.readRows(0, 1, new float[64], 0))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("model.safetensors: cannot be read");
    }

    private Model open() {
        return new HuggingFaceFormat().open("test", folder);
    }

    private static void assertStarts(Weight weight, int row, float... expected) {
        float[] values = new float[weight.columns()];
        weight.readRows(row, 1, values, 0);
        assertThat(values).startsWith(expected);
    }

    private static float[] vector(Weight weight) {
        float[] values = new float[weight.columns()];
        weight.readRows(0, 1, values, 0);
        return values;
    }

    private void assertFails(StandardErrorCode code, String... parts) {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(code.code()))
                .hasMessageStartingWith(folder.toString())
                .hasMessageNotContaining("\n")
                .message()
                .contains(parts);
    }
}
