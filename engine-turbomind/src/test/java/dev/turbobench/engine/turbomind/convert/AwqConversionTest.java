package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.Float16;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
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
    private final ObjectNode header = mapper.createObjectNode();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
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
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer prefix =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, text.length);
        Path model = Files.createDirectory(folder.resolve("awq"));
        try (var out = Files.newOutputStream(model.resolve("model.safetensors"))) {
            out.write(prefix.array());
            out.write(text);
            data.writeTo(out);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", new String[] {"LlamaForCausalLM"});
        config.put("hidden_size", HIDDEN);
        config.put("intermediate_size", INTERMEDIATE);
        config.put("num_hidden_layers", 1);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("vocab_size", VOCABULARY);
        config.put("max_position_embeddings", 512);
        config.put("rms_norm_eps", 1e-6);
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
        try (Model model = ModelLoader.open(folder.resolve("w").toString())) {
            Map<String, Weight> weights = NamedWeights.of(model);
            assertThat(weights.keySet()).isEqualTo(expected.keySet());
            weights.forEach((name, weight) -> {
                float[] values = new float[weight.rows() * weight.columns()];
                weight.readRows(0, weight.rows(), values, 0);
                assertThat(values).as(name).isEqualTo(expected.get(name));
            });
        }
        String ini = Files.readString(folder.resolve("w/triton_models/weights/config.ini"));
        assertThat(ini).contains("weight_type = int4\n", "group_size = 64\n");
        int gateUp = HIDDEN * 2 * INTERMEDIATE / 2 / ranks;
        assertThat(folder.resolve("w/triton_models/weights/layers.0.feed_forward.w13.0.qweight"))
                .hasSize(gateUp);
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
        ObjectNode tensor = header.putObject(name);
        tensor.put("dtype", type);
        for (int length : shape) {
            tensor.withArray("shape").add(length);
        }
        tensor.putArray("data_offsets").add(data.size()).add(data.size() + bytes.capacity());
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        data.writeBytes(copy);
    }
}
