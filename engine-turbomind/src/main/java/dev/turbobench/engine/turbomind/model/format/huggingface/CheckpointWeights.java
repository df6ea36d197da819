package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.WeightSource;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.safetensors.RowBlocks;
import dev.turbobench.engine.turbomind.model.format.safetensors.SafetensorsCheckpoint;
import dev.turbobench.engine.turbomind.model.format.safetensors.StoredTensor;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the weights of a model among the tensors of a checkpoint. Tensors that the model does not need are ignored, as
 * old checkpoints hold rotary frequencies and some hold a copy of tied embeddings; but not those that show that the
 * configuration belongs to another model.
 */
final class CheckpointWeights implements WeightSource {

    private final Path folder;
    private final ModelConfig config;
    private final Family family;
    private final SafetensorsCheckpoint checkpoint;
    private final String prefix;

    CheckpointWeights(Path folder, ModelConfig config, SafetensorsCheckpoint checkpoint) {
        this.folder = folder;
        this.config = config;
        this.family = Family.ofArchitecture(config.architecture()).orElseThrow();
        this.checkpoint = checkpoint;
        // A checkpoint of the decoder without its head has no prefix.
        this.prefix = checkpoint.tensor(unprefixed(WeightRole.EMBEDDING, 0)).isPresent() ? "" : family.prefix();
    }

    /** Check that everything is there, with the right shape and in a type that can be read. */
    void check() {
        Set<String> missing = new LinkedHashSet<>();
        List<BenchmarkException> wrong = new ArrayList<>();
        for (WeightRole role : WeightRole.values()) {
            int layers = role.inLayer() ? config.layers() : 1;
            for (int layer = 0; role.isPresent(config) && layer < layers; layer++) {
                String name = name(role, layer);
                checkpoint.tensor(name).ifPresentOrElse(tensor -> check(role, tensor, wrong), () -> missing.add(name));
            }
        }
        if (!missing.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: the checkpoint lacks %d of the tensors that its configuration asks for: %s"
                            .formatted(folder, missing.size(), Excerpt.of(List.copyOf(missing))));
        }
        if (!wrong.isEmpty()) {
            throw wrong.get(0);
        }
        refuseMoreThanConfigured();
    }

    private void refuseMoreThanConfigured() {
        refuse(name(WeightRole.ATTENTION_NORM, config.layers()), "has only %d layers".formatted(config.layers()));
        for (WeightRole role : WeightRole.values()) {
            if (role.isBias() && !role.isPresent(config)) {
                refuse(name(role, 0), "has no such bias");
            }
        }
    }

    private void refuse(String name, String configured) {
        checkpoint.tensor(name).ifPresent(tensor -> {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: found tensor %s, but the model of %s %s; use the configuration that belongs to the checkpoint"
                            .formatted(tensor.file(), name, HuggingFaceConfig.FILE_NAME, configured));
        });
    }

    private void check(WeightRole role, StoredTensor tensor, List<BenchmarkException> wrong) {
        List<Long> expected = shape(role);
        if (!tensor.shape().equals(expected)) {
            wrong.add(new BenchmarkException(
                    MODEL_INVALID,
                    "%s: tensor %s: expected shape %s, as the configuration says, found %s"
                            .formatted(
                                    tensor.file(),
                                    tensor.name(),
                                    expected,
                                    Excerpt.of(tensor.shape().toString()))));
        } else if (tensor.dataType().isEmpty()) {
            wrong.add(new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "%s: tensor %s: weights of type %s are not supported; supported are F32, F16, BF16"
                            .formatted(tensor.file(), tensor.name(), tensor.typeName())));
        }
    }

    private List<Long> shape(WeightRole role) {
        long rows = isPacked(role) ? config.queryWidth() + 2L * config.kvWidth() : length(role);
        return role.isVector() ? List.of(rows) : List.of(rows, (long) role.columns(config));
    }

    /** The first dimension: rows of a matrix, columns of a vector. */
    private int length(WeightRole role) {
        return role.isVector() ? role.columns(config) : role.rows(config);
    }

    @Override
    public Weight weight(WeightRole role, int layer) {
        StoredTensor tensor = checkpoint.tensor(name(role, layer)).orElseThrow();
        Weight weight = tensor.weight(isPacked(role) ? packedRows(role) : RowBlocks.all(length(role)));
        boolean normalised = family == Family.BAICHUAN2 && role == WeightRole.OUTPUT_HEAD;
        return normalised ? new NormalisedWeight(weight) : weight;
    }

    private boolean isPacked(WeightRole role) {
        return family.isPacked()
                && switch (role) {
                    case QUERY, KEY, VALUE, QUERY_BIAS, KEY_BIAS, VALUE_BIAS -> true;
                    case EMBEDDING, FINAL_NORM, OUTPUT_HEAD, ATTENTION_NORM, QUERY_NORM, KEY_NORM -> false;
                    case OUTPUT, OUTPUT_BIAS, FEED_FORWARD_NORM, GATE, UP, DOWN -> false;
                };
    }

    /** In InternLM2, for each key/value head: the query heads that share it, its key head, its value head. */
    private RowBlocks packedRows(WeightRole role) {
        if (family != Family.INTERNLM2) {
            return third(role);
        }
        int head = config.headSize();
        int queries = config.heads() / config.kvHeads() * head;
        int distance = queries + 2 * head;
        boolean query = role == WeightRole.QUERY || role == WeightRole.QUERY_BIAS;
        boolean key = role == WeightRole.KEY || role == WeightRole.KEY_BIAS;
        int first = query ? 0 : key ? queries : queries + head;
        return new RowBlocks(config.kvHeads(), query ? queries : head, first, distance);
    }

    /** All queries, then all keys, then all values. */
    private RowBlocks third(WeightRole role) {
        int rows = length(role);
        boolean query = role == WeightRole.QUERY || role == WeightRole.QUERY_BIAS;
        boolean key = role == WeightRole.KEY || role == WeightRole.KEY_BIAS;
        int first = query ? 0 : key ? config.queryWidth() : config.queryWidth() + config.kvWidth();
        return new RowBlocks(1, rows, first, rows);
    }

    private String name(WeightRole role, int layer) {
        String name = unprefixed(role, layer);
        return role == WeightRole.OUTPUT_HEAD ? name : prefix + name;
    }

    private String unprefixed(WeightRole role, int layer) {
        return TensorNames.of(family, role, layer);
    }
}
