package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.WeightSource;
import dev.turbobench.engine.turbomind.model.format.huggingface.CheckpointLayout;
import dev.turbobench.engine.turbomind.model.format.huggingface.HuggingFaceConfig;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import dev.turbobench.engine.turbomind.model.format.safetensors.RowBlocks;
import dev.turbobench.engine.turbomind.model.format.safetensors.SafetensorsCheckpoint;
import dev.turbobench.engine.turbomind.model.format.safetensors.StoredTensor;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An AWQ checkpoint in 4 bits (GEMM order). Its tensors are called as those of the same model in floating point, with {@code
 * qweight}, {@code qzeros} and {@code scales} instead of the weight of a linear layer, and hold the same outputs in the same
 * order.
 */
public final class AwqFormat {

    private static final int NIBBLES = 8;

    private final Path folder;
    private final ModelConfig config;
    private final CheckpointLayout layout;
    private final int groupSize;
    private final SafetensorsCheckpoint checkpoint;
    private final BlockCache cache = new BlockCache();

    private AwqFormat(Path folder, ModelConfig config, int groupSize, SafetensorsCheckpoint checkpoint) {
        this.folder = folder;
        this.config = config;
        this.layout = CheckpointLayout.of(config);
        this.groupSize = groupSize;
        this.checkpoint = checkpoint;
    }

    /**
     * Open a checkpoint.
     *
     * @param name the model as the user named it
     * @param folder its folder, with {@code config.json}
     * @param weights the folder with the quantised weights, often the same
     * @param groupSize inputs that share a scale; 0 to take what the configuration says
     */
    public static Opened open(String name, Path folder, Path weights, int groupSize) {
        Path file = folder.resolve(HuggingFaceConfig.FILE_NAME);
        ObjectNode json = JsonFile.read(file);
        JsonNode quantisation = json.remove("quantization_config");
        int group = groupSize(file, quantisation, groupSize);
        ModelConfig config = HuggingFaceConfig.read(new JsonSection(json, file.toString()));
        SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(weights);
        try {
            WeightSource source = new AwqFormat(weights, config, group, checkpoint)::weight;
            return new Opened(new AwqModel(name, config, source.collect(config), checkpoint), group);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private static int groupSize(Path file, @Nullable JsonNode quantisation, int given) {
        int declared = 0;
        if (quantisation != null) {
            String method = quantisation.path("quant_method").asText();
            String version = quantisation.path("version").asText("gemm");
            int bits =
                    quantisation.path("bits").asInt(quantisation.path("w_bit").asInt(4));
            if (!method.equals("awq") || !version.equalsIgnoreCase("gemm") || bits != 4) {
                throw new BenchmarkException(
                        MODEL_UNSUPPORTED,
                        "%s: quantization_config: expected awq, version gemm, 4 bits; found %s, version %s, %d bits"
                                .formatted(file, method, version, bits));
            }
            declared = quantisation
                    .path("group_size")
                    .asInt(quantisation.path("q_group_size").asInt(0));
        }
        if (given > 0 && declared > 0 && given != declared) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "option convert.group_size: expected %d, as %s says, found %d".formatted(declared, file, given));
        }
        if (given <= 0 && declared <= 0) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "%s: expected an AWQ checkpoint with quantization_config, or --group-size, found neither"
                            .formatted(file));
        }
        return Math.max(given, declared);
    }

    private Weight weight(WeightRole role, int layer) {
        String name = layout.name(role, layer);
        RowBlocks rows = layout.rows(role);
        int outputs = layout.storedRows(role);
        int columns = role.columns(config);
        if (!isPacked(role)) {
            List<Integer> shape = role.isVector() ? List.of(outputs) : List.of(outputs, columns);
            return layout.finished(role, tensor(name, null, shape).weight(rows));
        }
        if (columns % groupSize != 0 || outputs % NIBBLES != 0) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: %s: expected inputs in groups of %d and outputs in words of %d, found %d and %d"
                            .formatted(folder, name, groupSize, NIBBLES, columns, outputs));
        }
        String stem = name.substring(0, name.length() - "weight".length());
        int groups = columns / groupSize;
        return new AwqWeight(
                stem + "qweight",
                rows,
                columns,
                groupSize,
                tensor(stem + "qweight", "I32", List.of(columns, outputs / NIBBLES)),
                tensor(stem + "qzeros", "I32", List.of(groups, outputs / NIBBLES)),
                tensor(stem + "scales", "F16", List.of(groups, outputs)),
                cache);
    }

    private static boolean isPacked(WeightRole role) {
        return switch (role) {
            case QUERY, KEY, VALUE, OUTPUT, GATE, UP, DOWN -> true;
            case EMBEDDING, FINAL_NORM, OUTPUT_HEAD, ATTENTION_NORM, FEED_FORWARD_NORM -> false;
            case QUERY_NORM, KEY_NORM, QUERY_BIAS, KEY_BIAS, VALUE_BIAS, OUTPUT_BIAS -> false;
        };
    }

    private StoredTensor tensor(String name, @Nullable String type, List<Integer> shape) {
        StoredTensor tensor = checkpoint
                .tensor(name)
                .orElseThrow(() -> new BenchmarkException(
                        MODEL_INVALID,
                        "%s: expected an AWQ checkpoint, but tensor %s is missing".formatted(folder, name)));
        List<Long> expected = shape.stream().map(Integer::longValue).toList();
        boolean typed =
                type == null ? tensor.dataType().isPresent() : tensor.typeName().equals(type);
        if (!typed || !tensor.shape().equals(expected)) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: tensor %s: expected %s %s, found %s %s"
                            .formatted(
                                    tensor.file(),
                                    name,
                                    type == null ? "floating point" : type,
                                    expected,
                                    tensor.typeName(),
                                    tensor.shape()));
        }
        return tensor;
    }

    /**
     * An opened checkpoint.
     *
     * @param model the model; its linear layers are dequantised when they are read
     * @param groupSize inputs that share a scale
     */
    public record Opened(Model model, int groupSize) {}

    private record AwqModel(String name, ModelConfig config, ModelWeights weights, SafetensorsCheckpoint checkpoint)
            implements Model {

        @Override
        public boolean synthetic() {
            return false;
        }

        @Override
        public void close() {
            checkpoint.close();
        }
    }
}
