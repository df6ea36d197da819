package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.engine.turbomind.Golden;
import dev.turbobench.engine.turbomind.TestingEngines;
import dev.turbobench.engine.turbomind.TestingSink;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.format.safetensors.TestingSafetensors;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A golden under the names of another family is the same model. */
class RepackedFamilyTest {

    private static final Golden GOLDEN = Golden.of("llama-mha");
    private static final String SIZES = """
            "vocab_size": 500, "hidden_size": 256, "num_hidden_layers": 2, "num_attention_heads": 2,
            "bos_token_id": 1, "eos_token_id": 2, "tie_word_embeddings": false, "torch_dtype": "float16"
            """;
    private static final String BAICHUAN = """
            {"architectures": ["%s"], "model_type": "baichuan", "max_position_embeddings": 512,
             "intermediate_size": 344, "rms_norm_eps": 1e-06, "hidden_act": "silu",
            """;
    private static final String QWEN = """
            {"architectures": ["QWenLMHeadModel"], "model_type": "qwen", "seq_length": 512, "kv_channels": 128,
             "intermediate_size": 688, "layer_norm_epsilon": 1e-06, "rotary_emb_base": 10000, "rotary_pct": 1.0,
             "no_bias": true, "use_dynamic_ntk": true, "use_logn_attn": true,
            """;
    private static final String QWEN2 = """
            {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "max_position_embeddings": 512,
             "intermediate_size": 344, "rms_norm_eps": 1e-06,
            """;

    @TempDir
    private Path folder;

    @Test
    void baichuanGivesTheSameTokensDirectlyAndConverted() throws IOException {
        Path model = folder.resolve("baichuan");
        write(model, BAICHUAN.formatted("BaiChuanForCausalLM"), packed(golden(), "model.layers.%s.self_attn.W_pack"));
        checkTokens(model);
        checkTokens(convert(model));
    }

    @Test
    void qwenGivesTheSameTokensDirectlyAndConverted() throws IOException {
        Map<String, Tensor> tensors = golden();
        biases(tensors, new short[3 * 2 * 256]);
        Path model = folder.resolve("qwen");
        write(model, QWEN, qwen(tensors));
        checkTokens(model);
        checkTokens(convert(model));
    }

    @Test
    void qwenHasTheBiasesOfTheSameModelAsQwen2() throws IOException {
        short[] biases = new short[3 * 2 * 256];
        Random random = new Random(7);
        for (int i = 0; i < biases.length; i++) {
            biases[i] = (short) random.nextInt(0x3c00);
        }
        Map<String, Tensor> tensors = golden();
        biases(tensors, biases);
        write(folder.resolve("qwen2"), QWEN2, tensors);
        write(folder.resolve("qwen"), QWEN, qwen(tensors));
        assertSame(folder.resolve("qwen"), folder.resolve("qwen2"));
        Path workspace = convert(folder.resolve("qwen"));
        assertSame(workspace, folder.resolve("qwen2"));
        for (Path qwen : List.of(folder.resolve("qwen"), workspace)) {
            try (Model model = ModelLoader.open(qwen.toString())) {
                assertThat(model.config().lognAttention()).isTrue();
            }
        }
    }

    @Test
    void baichuan2NormalisesTheRowsOfItsOutputHead() throws IOException {
        Path model = folder.resolve("baichuan2");
        write(model, BAICHUAN.formatted("BaichuanForCausalLM"), packed(golden(), "model.layers.%s.self_attn.W_pack"));
        for (Path path : List.of(model, convert(model))) {
            try (Model original = ModelLoader.open(GOLDEN.model());
                    Model actual = ModelLoader.open(path.toString())) {
                Weight before = original.weights().outputHead();
                Weight after = actual.weights().outputHead();
                float[] expected = new float[before.columns()];
                float[] found = new float[before.columns()];
                for (int row = 0; row < before.rows(); row++) {
                    before.readRows(row, 1, expected, 0);
                    after.readRows(row, 1, found, 0);
                    double squares = 0;
                    for (float value : expected) {
                        squares += (double) value * value;
                    }
                    for (int i = 0; i < expected.length; i++) {
                        double exact = expected[i] / Math.sqrt(squares);
                        assertThat((double) found[i]).isCloseTo(exact, within(Math.abs(exact) / 900 + 1e-7));
                    }
                }
            }
        }
    }

    @Test
    void refusesTheAttentionOfBaichuan13B() throws IOException {
        Path model = folder.resolve("13b");
        String config =
                BAICHUAN.formatted("BaichuanForCausalLM").replace("max_position_embeddings", "model_max_length");
        write(model, config, packed(golden(), "model.layers.%s.self_attn.W_pack"));
        assertThatThrownBy(() -> ModelLoader.open(model.toString()))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("ALiBi");
    }

    private record Tensor(List<Integer> shape, byte[] bytes) {}

    private static Map<String, Tensor> golden() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Model model = ModelLoader.open(GOLDEN.model())) {
            NamedWeights.of(model).forEach((name, weight) -> {
                ByteBuffer bytes = ByteBuffer.allocate(2 * weight.rows() * weight.columns());
                weight.readRaw(0, weight.rows(), bytes);
                List<Integer> shape =
                        weight.rows() == 1 ? List.of(weight.columns()) : List.of(weight.rows(), weight.columns());
                tensors.put(name, new Tensor(shape, bytes.array()));
            });
        }
        return tensors;
    }

    /** Adds biases of q, k and v to both layers. */
    private static void biases(Map<String, Tensor> tensors, short[] values) {
        int next = 0;
        for (int layer = 0; layer < 2; layer++) {
            for (String part : List.of("q", "k", "v")) {
                byte[] bytes = new byte[512];
                for (int i = 0; i < 256; i++, next++) {
                    bytes[2 * i] = (byte) values[next];
                    bytes[2 * i + 1] = (byte) (values[next] >> 8);
                }
                String name = "model.layers.%d.self_attn.%s_proj.bias".formatted(layer, part);
                tensors.put(name, new Tensor(List.of(256), bytes));
            }
        }
    }

    /** Puts query, key and value below each other. */
    private static Map<String, Tensor> packed(Map<String, Tensor> tensors, String packedName) {
        Map<String, Tensor> result = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (!name.contains("q_proj")) {
                if (!name.contains("k_proj") && !name.contains("v_proj")) {
                    result.put(name, tensor);
                }
                return;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (String part : List.of("q_proj", "k_proj", "v_proj")) {
                bytes.writeBytes(tensors.get(name.replace("q_proj", part)).bytes());
            }
            Integer[] shape = tensor.shape().toArray(new Integer[0]);
            shape[0] *= 3;
            String[] parts = name.split("\\.");
            result.put(
                    packedName.formatted(parts[2]) + "." + parts[parts.length - 1],
                    new Tensor(Arrays.asList(shape), bytes.toByteArray()));
        });
        return result;
    }

    private static Map<String, Tensor> qwen(Map<String, Tensor> tensors) {
        Map<String, Tensor> result = new LinkedHashMap<>();
        packed(tensors, "model.layers.%s.attn.c_attn")
                .forEach((name, tensor) -> result.put(
                        name.replace("model.layers.", "transformer.h.")
                                .replace("model.embed_tokens", "transformer.wte")
                                .replace("model.norm", "transformer.ln_f")
                                .replace("input_layernorm", "ln_1")
                                .replace("post_attention_layernorm", "ln_2")
                                .replace("self_attn.o_proj", "attn.c_proj")
                                .replace("mlp.gate_proj", "mlp.w2")
                                .replace("mlp.up_proj", "mlp.w1")
                                .replace("mlp.down_proj", "mlp.c_proj"),
                        tensor));
        return result;
    }

    private static void write(Path model, String config, Map<String, Tensor> tensors) throws IOException {
        Files.createDirectory(model);
        StringJoiner header = new StringJoiner(",", "{", "}");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            int begin = data.size();
            data.writeBytes(tensor.bytes());
            header.add(TestingSafetensors.entry(name, "F16", tensor.shape().toString(), begin, data.size()));
        });
        TestingSafetensors.write(model.resolve("model.safetensors"), header.toString(), data.toByteArray());
        Files.writeString(model.resolve("config.json"), config + SIZES + "}");
    }

    private Path convert(Path model) {
        Path target = folder.resolve(model.getFileName() + "-workspace");
        run(
                new ConvertCommand(),
                "model_name",
                "llama2",
                "model_path",
                model.toString(),
                "tp",
                "2",
                "dst_path",
                target.toString());
        return target;
    }

    private static void checkTokens(Path model) {
        try (Engine engine = TestingEngines.cpu(model.toString(), new Demand(1, 192))) {
            for (Golden.Prompt prompt : GOLDEN.prompts()) {
                TestingSink sink = new TestingSink();
                engine.submit(TestingEngines.greedy(0, prompt.tokens(), prompt.greedy().length), sink);
                assertThat(sink.awaitEnd().tokens()).isEqualTo(prompt.greedy());
            }
        }
    }

    private static void assertSame(Path actual, Path expected) {
        try (Model found = ModelLoader.open(actual.toString());
                Model wanted = ModelLoader.open(expected.toString())) {
            assertThat(found.config())
                    .usingRecursiveComparison()
                    .ignoringFields("architecture", "lognAttention")
                    .isEqualTo(wanted.config());
            Map<String, Weight> weights = NamedWeights.of(found);
            assertThat(weights.keySet()).isEqualTo(NamedWeights.of(wanted).keySet());
            NamedWeights.of(wanted).forEach((name, weight) -> {
                assertThat(weight.dataType()).isEqualTo(DataType.FP16);
                assertThat(values(weights.get(name))).as(name).isEqualTo(values(weight));
            });
        }
    }

    private static float[] values(Weight weight) {
        float[] values = new float[weight.rows() * weight.columns()];
        weight.readRows(0, weight.rows(), values, 0);
        return values;
    }
}
