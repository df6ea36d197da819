package dev.turbobench.engine.turbomind.model.format.huggingface;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.format.safetensors.RowBlocks;

/** In which tensor of a checkpoint a weight is, and which of its rows it has. */
public final class CheckpointLayout {

    private final ModelConfig config;
    private final Family family;

    private CheckpointLayout(ModelConfig config, Family family) {
        this.config = config;
        this.family = family;
    }

    /** The layout of a model whose architecture is that of its checkpoint. */
    public static CheckpointLayout of(ModelConfig config) {
        return new CheckpointLayout(
                config, Family.ofArchitecture(config.architecture()).orElseThrow());
    }

    /** Name of a tensor. */
    public String name(WeightRole role, int layer) {
        String name = unprefixed(role, layer);
        return role == WeightRole.OUTPUT_HEAD ? name : prefix() + name;
    }

    /** Name of a tensor without the prefix of the decoder. */
    String unprefixed(WeightRole role, int layer) {
        return TensorNames.of(family, role, layer);
    }

    /** What the names of the tensors of the decoder begin with. */
    String prefix() {
        return family.prefix();
    }

    /** The first dimension of a tensor. */
    public int storedRows(WeightRole role) {
        return isPacked(role) ? config.queryWidth() + 2 * config.kvWidth() : length(role);
    }

    /** Rows of a matrix, values of a vector. */
    private int length(WeightRole role) {
        return role.isVector() ? role.columns(config) : role.rows(config);
    }

    /** The rows of the tensor that are the weight. */
    public RowBlocks rows(WeightRole role) {
        return isPacked(role) ? packedRows(role) : RowBlocks.all(length(role));
    }

    /** The weight as the model uses it. */
    public Weight finished(WeightRole role, Weight stored) {
        boolean normalised = family == Family.BAICHUAN2 && role == WeightRole.OUTPUT_HEAD;
        return normalised ? new NormalisedWeight(stored) : stored;
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
}
