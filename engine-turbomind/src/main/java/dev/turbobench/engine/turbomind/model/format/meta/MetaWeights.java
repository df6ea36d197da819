package dev.turbobench.engine.turbomind.model.format.meta;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.WeightSource;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts the weights of a model together from the shards of a checkpoint. */
final class MetaWeights implements WeightSource {

    private static final String FREQUENCIES = "rope.freqs";

    private final List<TorchFile> shards;
    private final ModelConfig config;
    private final Set<String> used = new HashSet<>();

    MetaWeights(List<TorchFile> shards, ModelConfig config) {
        this.shards = List.copyOf(shards);
        this.config = config;
    }

    @Override
    public Weight weight(WeightRole role, int layer) {
        String name = name(role, layer);
        used.add(name);
        List<TorchTensor> parts = parts(shards, name);
        long rows = role.rows(config);
        long columns = role.columns(config);
        if (role.isVector()) {
            // Every shard has all of it.
            parts.forEach(part -> require(part, List.of(columns)));
            return new ShardedWeight(parts.subList(0, 1), false, 0, 1, (int) columns);
        }
        int count = parts.size();
        boolean byColumns = count > 1 && isByColumns(role, parts.get(0));
        if ((byColumns ? columns : rows) % count != 0) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: %d shards do not share out %d x %d".formatted(name, count, rows, columns));
        }
        List<Long> shape = byColumns ? List.of(rows, columns / count) : List.of(rows / count, columns);
        parts.forEach(part -> require(part, shape));
        boolean rotated = role == WeightRole.QUERY || role == WeightRole.KEY;
        return new ShardedWeight(parts, byColumns, rotated ? config.headSize() : 0, (int) rows, (int) columns);
    }

    /** Embeddings were split by features up to Llama 2, by tokens since. */
    private boolean isByColumns(WeightRole role, TorchTensor part) {
        return role == WeightRole.OUTPUT
                || role == WeightRole.DOWN
                || (role == WeightRole.EMBEDDING && part.columns() != config.hiddenSize());
    }

    /** Get the parts of a tensor, one in each shard, of one type. */
    static List<TorchTensor> parts(List<TorchFile> shards, String name) {
        List<TorchTensor> parts = new ArrayList<>();
        for (TorchFile shard : shards) {
            TorchTensor part = shard.tensor(name)
                    .orElseThrow(() -> new BenchmarkException(
                            MODEL_INVALID, "%s: tensor %s is missing".formatted(shard.path(), name)));
            if (part.shape().isEmpty()
                    || part.dataType()
                            != shards.get(0).tensor(name).orElseThrow().dataType()) {
                throw new BenchmarkException(
                        MODEL_INVALID,
                        "%s: tensor %s: expected the dimensions and the type of the first shard"
                                .formatted(shard.path(), name));
            }
            parts.add(part);
        }
        return parts;
    }

    private static void require(TorchTensor part, List<Long> shape) {
        if (!part.shape().equals(shape)) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: tensor %s: expected shape %s, as %s and the other tensors say, found %s"
                            .formatted(
                                    part.file().path(),
                                    part.name(),
                                    shape,
                                    MetaParameters.FILE_NAME,
                                    Excerpt.of(part.shape().toString())));
        }
    }

    /** Refuse tensors that the model would leave out, except the frequencies, which follow from the configuration. */
    void refuseOthers() {
        for (TorchFile shard : shards) {
            for (String name : shard.names()) {
                if (!used.contains(name) && !name.endsWith(FREQUENCIES)) {
                    throw new BenchmarkException(
                            MODEL_UNSUPPORTED,
                            "%s: tensor %s does not belong to a Llama model of %d layers"
                                    .formatted(shard.path(), Excerpt.of(name), config.layers()));
                }
            }
        }
    }

    static String name(WeightRole role, int layer) {
        return switch (role) {
            case EMBEDDING -> "tok_embeddings.weight";
            case FINAL_NORM -> "norm.weight";
            case OUTPUT_HEAD -> "output.weight";
            case ATTENTION_NORM -> inLayer(layer, "attention_norm.weight");
            case QUERY -> inLayer(layer, "attention.wq.weight");
            case KEY -> inLayer(layer, "attention.wk.weight");
            case VALUE -> inLayer(layer, "attention.wv.weight");
            case OUTPUT -> inLayer(layer, "attention.wo.weight");
            case FEED_FORWARD_NORM -> inLayer(layer, "ffn_norm.weight");
            case GATE -> inLayer(layer, "feed_forward.w1.weight");
            case UP -> inLayer(layer, "feed_forward.w3.weight");
            case DOWN -> inLayer(layer, "feed_forward.w2.weight");
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS, OUTPUT_BIAS, QUERY_NORM, KEY_NORM ->
                throw new IllegalArgumentException("Llama has no " + role);
        };
    }

    private static String inLayer(int layer, String name) {
        return "layers." + layer + "." + name;
    }
}
