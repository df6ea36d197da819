package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.Float16;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.format.safetensors.SafetensorsCheckpoint;
import dev.turbobench.engine.turbomind.model.format.safetensors.StoredTensor;
import dev.turbobench.engine.turbomind.model.format.turbomind.WeightType;
import dev.turbobench.engine.turbomind.model.format.turbomind.WorkspaceWriter;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwqConversionTest {

    private static final int HIDDEN = 256;
    private static final int KEYS = 128;
    private static final int INTERMEDIATE = 384;
    private static final int VOCABULARY = 97;
    private static final int GROUP = 64;
    private static final int[] ORDER = {0, 2, 4, 6, 1, 3, 5, 7};

    @TempDir
    private Path folder;

    private final Random random = new Random(128);
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> expected = new HashMap<>();

    @BeforeEach
    void writeCheckpoint() throws IOException {
        half("model.embed_tokens.weight", VOCABULARY, HIDDEN);
        half("model.norm.weight", HIDDEN);
        half("lm_head.weight", VOCABULARY, HIDDEN);
        String layer = "model.layers.0.";
        half(layer + "input_layernorm.weight", HIDDEN);
        half(layer + "post_attention_layernorm.weight", HIDDEN);
        linear(layer + "self_attn.q_proj", HIDDEN, HIDDEN);
        linear(layer + "self_attn.k_proj", HIDDEN, KEYS);
        linear(layer + "self_attn.v_proj", HIDDEN, KEYS);
        linear(layer + "self_attn.o_proj", HIDDEN, HIDDEN);
        linear(layer + "mlp.gate_proj", HIDDEN, INTERMEDIATE);
        linear(layer + "mlp.up_proj", HIDDEN, INTERMEDIATE);
        linear(layer + "mlp.down_proj", INTERMEDIATE, HIDDEN);
        write(folder.resolve("awq"), tensors, "LlamaForCausalLM");
    }

    private record Tensor(String type, List<Integer> shape, byte[] bytes) {

        /** The columns of the same rows of several tensors, one after the other; {@code from} and {@code to} of 64. */
        static Tensor join(List<Tensor> parts, int[][] ranges) {
            int rows = parts.get(0).shape.get(0);
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            int width = 0;
            for (int row = 0; row < rows; row++) {
                width = 0;
                for (int[] range : ranges) {
                    Tensor part = parts.get(range[0]);
                    int rowBytes = part.bytes.length / rows;
                    int unit = rowBytes / (part.outputs() / 64);
                    joined.write(part.bytes, row * rowBytes + range[1] * unit, (range[2] - range[1]) * unit);
                    width += (range[2] - range[1]) * 64;
                }
            }
            Tensor first = parts.get(0);
            return new Tensor(
                    first.type, List.of(rows, width / (first.outputs() / first.shape.get(1))), joined.toByteArray());
        }

        private int outputs() {
            return type.equals("I32") ? shape.get(1) * 8 : shape.get(1);
        }
    }

    private void write(Path model, Map<String, Tensor> content, String architecture) throws IOException {
        ObjectNode header = mapper.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        content.forEach((name, tensor) -> {
            ObjectNode node = header.putObject(name);
            node.put("dtype", tensor.type);
            tensor.shape.forEach(node.withArray("shape")::add);
            node.putArray("data_offsets").add(data.size()).add(data.size() + tensor.bytes.length);
            data.writeBytes(tensor.bytes);
        });
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer prefix =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, text.length);
        Files.createDirectory(model);
        try (var out = Files.newOutputStream(model.resolve("model.safetensors"))) {
            out.write(prefix.array());
            out.write(text);
            data.writeTo(out);
        }
        boolean qwen = architecture.equals("QWenLMHeadModel");
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", new String[] {architecture});
        config.put("hidden_size", HIDDEN);
        config.put("intermediate_size", qwen ? 2 * INTERMEDIATE : INTERMEDIATE);
        config.put("num_hidden_layers", 1);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("vocab_size", VOCABULARY);
        config.put(qwen ? "seq_length" : "max_position_embeddings", 512);
        config.put(qwen ? "layer_norm_epsilon" : "rms_norm_eps", 1e-6);
        config.put("bias", false);
        config.put("torch_dtype", "float16");
        config.put(
                "quantization_config",
                Map.of("quant_method", "awq", "bits", 4, "group_size", GROUP, "version", "gemm"));
        mapper.writeValue(model.resolve("config.json").toFile(), config);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void workspaceHoldsTheSameWeightsAsTheCheckpoint(int ranks) throws IOException {
        convertAwq(ranks, GROUP);
        assertHoldsTheWeights(folder.resolve("w"), Set.of());
        String ini = Files.readString(folder.resolve("w/triton_models/weights/config.ini"));
        assertThat(ini).contains("weight_type = int4\n", "group_size = 64\n");
        int gateUp = HIDDEN * 2 * INTERMEDIATE / 2 / ranks;
        assertThat(folder.resolve("w/triton_models/weights/layers.0.feed_forward.w13.0.qweight"))
                .hasSize(gateUp);
    }

    private void assertHoldsTheWeights(Path workspace, Set<String> added) {
        try (Model model = ModelLoader.open(workspace.toString())) {
            Map<String, Weight> weights = new LinkedHashMap<>(NamedWeights.of(model));
            weights.keySet().removeAll(added);
            assertThat(weights.keySet()).isEqualTo(expected.keySet());
            weights.forEach((name, weight) -> {
                float[] values = new float[weight.rows() * weight.columns()];
                weight.readRows(0, weight.rows(), values, 0);
                assertThat(values).as(name).isEqualTo(expected.get(name));
                float[] row = new float[weight.columns()];
                weight.readRows(weight.rows() / 2, 1, row, 0);
                int first = weight.rows() / 2 * row.length;
                assertThat(row).as(name).isEqualTo(Arrays.copyOfRange(values, first, first + row.length));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void exportGivesTheTensorsOfTheCheckpointBitByBit(int ranks) throws IOException {
        convertAwq(ranks, GROUP);
        Path exported = folder.resolve("exported");
        run(new ExportCommand(), "workspace", folder.resolve("w").toString(), "dst_path", exported.toString());
        JsonNode config = mapper.readTree(exported.resolve("config.json").toFile());
        assertThat(config.path("quantization_config").path("group_size").asInt())
                .isEqualTo(GROUP);
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(exported)) {
            assertThat(checkpoint.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                StoredTensor stored = checkpoint.tensor(name).orElseThrow();
                assertThat(stored.typeName()).isEqualTo(tensor.type);
                assertThat(stored.shape())
                        .isEqualTo(tensor.shape.stream().map(Integer::longValue).toList());
                byte[] bytes = new byte[tensor.bytes.length];
                stored.read(0, ByteBuffer.wrap(bytes));
                assertThat(bytes).as(name).isEqualTo(tensor.bytes);
            });
        }
        run(
                new ConvertCommand(),
                "model_name",
                "llama2",
                "model_path",
                exported.toString(),
                "model_format",
                "awq",
                "tp",
                "" + ranks,
                "dst_path",
                folder.resolve("again").toString());
        String weights = "triton_models/weights/";
        for (String file : List.of("layers.0.attention.w_qkv.0.qweight", "layers.0.feed_forward.w13.0.scales_zeros")) {
            assertThat(folder.resolve("again").resolve(weights + file))
                    .hasSameBinaryContentAs(folder.resolve("w").resolve(weights + file));
        }
    }

    @Test
    void internlm2PacksQueriesKeysAndValuesGroupByGroup() throws IOException {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(
                name.replace("embed_tokens", "tok_embeddings")
                        .replace("lm_head", "output")
                        .replace("input_layernorm", "attention_norm")
                        .replace("post_attention_layernorm", "ffn_norm")
                        .replace("self_attn.o_proj", "attention.wo")
                        .replace("mlp.gate_proj", "feed_forward.w1")
                        .replace("mlp.up_proj", "feed_forward.w3")
                        .replace("mlp.down_proj", "feed_forward.w2"),
                tensor));
        pack(renamed, "model.layers.0.attention.wqkv", new int[][] {
            {0, 0, 2}, {1, 0, 1}, {2, 0, 1}, {0, 2, 4}, {1, 1, 2}, {2, 1, 2}
        });
        assertConverts(renamed, "InternLM2ForCausalLM", Set.of());
    }

    /** With as many key heads as query heads, as these models have; but the layout does not ask for it. */
    @Test
    void baichuanAndQwenPackAllQueriesThenKeysThenValues() throws IOException {
        int[][] thirds = {{0, 0, 4}, {1, 0, 2}, {2, 0, 2}};
        Map<String, Tensor> baichuan = new LinkedHashMap<>(tensors);
        pack(baichuan, "model.layers.0.self_attn.W_pack", thirds);
        assertConverts(baichuan, "BaiChuanForCausalLM", Set.of());
        Map<String, Tensor> qwen = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> qwen.put(
                name.replace("model.layers", "transformer.h")
                        .replace("model.embed_tokens", "transformer.wte")
                        .replace("model.norm", "transformer.ln_f")
                        .replace("input_layernorm", "ln_1")
                        .replace("post_attention_layernorm", "ln_2")
                        .replace("self_attn.o_proj", "attn.c_proj")
                        .replace("mlp.gate_proj", "mlp.w2")
                        .replace("mlp.up_proj", "mlp.w1")
                        .replace("mlp.down_proj", "mlp.c_proj"),
                tensor));
        pack(qwen, "transformer.h.0.attn.c_attn", thirds);
        int width = HIDDEN + 2 * KEYS;
        qwen.put("transformer.h.0.attn.c_attn.bias", new Tensor("F16", List.of(width), new byte[2 * width]));
        String attention = "model.layers.0.self_attn.";
        assertConverts(
                qwen,
                "QWenLMHeadModel",
                Set.of(attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias"));
    }

    /** Replace the tensors of query, key and value by those of one layer; ranges are [part, from, to) in heads. */
    private static void pack(Map<String, Tensor> content, String name, int[][] ranges) {
        for (String kind : List.of("qweight", "qzeros", "scales")) {
            List<Tensor> parts = new ArrayList<>();
            for (String part : List.of("q_proj", "k_proj", "v_proj")) {
                String suffix = "self_attn." + part + "." + kind;
                String key = content.keySet().stream()
                        .filter(candidate -> candidate.endsWith(suffix))
                        .findFirst()
                        .orElseThrow();
                parts.add(content.remove(key));
            }
            content.put(name + "." + kind, Tensor.join(parts, ranges));
        }
    }

    private void assertConverts(Map<String, Tensor> content, String architecture, Set<String> added)
            throws IOException {
        Path model = folder.resolve(architecture);
        write(model, content, architecture);
        Path workspace = folder.resolve(architecture + "-w");
        run(
                new ConvertCommand(),
                "model_name",
                "llama2",
                "model_path",
                model.toString(),
                "model_format",
                "awq",
                "dst_path",
                workspace.toString());
        assertHoldsTheWeights(workspace, added);
    }

    @Test
    void refusesAnotherGroupSizeThanTheConfiguration() {
        assertThatThrownBy(() -> convertAwq(1, 128))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("group_size: expected 64");
    }

    @Test
    void packedSizesAreThoseOfLmdeploy() {
        try (Model model = ModelLoader.open("synthetic:llama-2-7b")) {
            WorkspaceWriter writer = WorkspaceWriter.of("llama2", model.config(), 1, WeightType.INT4, 128);
            assertThat(writer.files()).hasSize(323);
            assertThat(writer.bytes()).isEqualTo(3_965_198_336L);
            assertThat(writer.files())
                    .containsEntry("layers.0.attention.w_qkv.0.qweight", 25_165_824L)
                    .containsEntry("layers.0.attention.w_qkv.0.scales_zeros", 1_572_864L)
                    .containsEntry("layers.31.feed_forward.w13.0.qweight", 45_088_768L)
                    .containsEntry("layers.31.feed_forward.w2.0.scales_zeros", 1_409_024L);
        }
    }

    private void convertAwq(int ranks, int groupSize) {
        run(
                new ConvertCommand(),
                "model_name",
                "llama2",
                "model_path",
                folder.resolve("awq").toString(),
                "model_format",
                "awq",
                "group_size",
                "" + groupSize,
                "tp",
                "" + ranks,
                "dst_path",
                folder.resolve("w").toString());
    }

    private void half(String name, int... shape) {
        int count = shape.length == 1 ? shape[0] : shape[0] * shape[1];
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            short bits = Float16.fromFloat((float) random.nextGaussian());
            bytes.putShort(bits);
            values[i] = Float16.toFloat(bits);
        }
        expected.put(name, values);
        add(name, "F16", bytes, shape);
    }

    /** Values, zero points and scales at random, packed as AWQ does, and dequantised one by one. */
    private void linear(String name, int inputs, int outputs) {
        int[][] values = nibbles(inputs, outputs);
        int[][] zeros = nibbles(inputs / GROUP, outputs);
        short[][] scales = new short[inputs / GROUP][outputs];
        ByteBuffer bytes = ByteBuffer.allocate(inputs / GROUP * outputs * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (short[] row : scales) {
            for (int i = 0; i < outputs; i++) {
                row[i] = Float16.fromFloat(0.01f + random.nextFloat());
                bytes.putShort(row[i]);
            }
        }
        float[] weight = new float[inputs * outputs];
        for (int k = 0; k < inputs; k++) {
            for (int m = 0; m < outputs; m++) {
                float scale = Float16.toFloat(scales[k / GROUP][m]);
                float exact = (values[k][m] - zeros[k / GROUP][m]) * scale;
                weight[m * inputs + k] = Float16.toFloat(Float16.fromFloat(exact));
            }
        }
        expected.put(name + ".weight", weight);
        add(name + ".qweight", "I32", packed(values), inputs, outputs / 8);
        add(name + ".qzeros", "I32", packed(zeros), inputs / GROUP, outputs / 8);
        add(name + ".scales", "F16", bytes, inputs / GROUP, outputs);
    }

    private int[][] nibbles(int rows, int columns) {
        int[][] result = new int[rows][columns];
        for (int[] row : result) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextInt(16);
            }
        }
        return result;
    }

    private static ByteBuffer packed(int[][] values) {
        int columns = values[0].length;
        ByteBuffer bytes = ByteBuffer.allocate(values.length * columns / 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] row : values) {
            for (int c = 0; c < columns / 8; c++) {
                int word = 0;
                for (int n = 0; n < 8; n++) {
                    word |= row[8 * c + ORDER[n]] << (4 * n);
                }
                bytes.putInt(word);
            }
        }
        return bytes;
    }

    private void add(String name, String type, ByteBuffer bytes, int... shape) {
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        tensors.put(name, new Tensor(type, Arrays.stream(shape).boxed().toList(), copy));
    }
}
