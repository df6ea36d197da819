package dev.turbobench.engine.turbomind.model.shard;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share of one rank. Query heads, key/value heads and the features of the feed-forward layer are dealt out evenly and in
 * order; where there are more ranks than key/value heads, neighbouring ranks hold the same one. The output head is dealt out
 * by tokens of the vocabulary, the last rank taking what is left; embedding and norms are on every rank.
 *
 * @param rank from 0
 * @param size number of ranks
 */
public record Shard(int rank, int size) {

    /** The whole model. */
    public static final Shard WHOLE = new Shard(0, 1);

    public Shard {
        if (size < 1 || rank < 0 || rank >= size) {
            throw new IllegalArgumentException("rank %d of %d".formatted(rank, size));
        }
    }

    /**
     * Check that a model can be dealt out.
     *
     * @throws BenchmarkException if it cannot
     */
    public static void check(ModelConfig config, int size) {
        checkDivides("query heads", config.heads(), size);
        checkDivides("features of the feed-forward layer", config.intermediateSize(), size);
        if (config.kvHeads() % size != 0 && size % config.kvHeads() != 0) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "--tp: expected a divisor or a multiple of the %d key/value heads, found %d"
                            .formatted(config.kvHeads(), size));
        }
    }

    private static void checkDivides(String what, int count, int size) {
        if (count % size != 0) {
            throw new BenchmarkException(
                    INVALID_OPTION, "--tp: expected a divisor of the %d %s, found %d".formatted(count, what, size));
        }
    }

    /** The shape of the layers on this rank; vocabulary and hidden size are those of the whole model. */
    public ModelConfig config(ModelConfig whole) {
        return size == 1
                ? whole
                : whole.withLayerShape(whole.heads() / size, kvHeads(whole), whole.intermediateSize() / size);
    }

    private int kvHeads(ModelConfig whole) {
        return Math.max(1, whole.kvHeads() / size);
    }

    /** The first key/value head of this rank. */
    public int firstKvHead(ModelConfig whole) {
        return (int) ((long) rank * whole.kvHeads() / size);
    }

    /** The first token of the vocabulary whose logit this rank computes. */
    public int firstToken(int vocabulary) {
        return Math.min(vocabulary, rank * tokensOfRank(vocabulary));
    }

    /** How many logits this rank computes. */
    public int tokens(int vocabulary) {
        return Math.min(tokensOfRank(vocabulary), vocabulary - firstToken(vocabulary));
    }

    private int tokensOfRank(int vocabulary) {
        return (vocabulary + size - 1) / size;
    }

    /** Number of parameters that this rank holds; a tied embedding is held once as a whole and once as a share of the head. */
    public long parameters(ModelConfig whole) {
        if (size == 1) {
            return whole.parameters();
        }
        ModelConfig own = config(whole);
        long heads = whole.tiedEmbeddings() ? 1 : 2;
        long layers = own.parameters() - heads * whole.vocabularySize() * whole.hiddenSize();
        return layers + (long) (whole.vocabularySize() + tokens(whole.vocabularySize())) * whole.hiddenSize();
    }

    /** The weights of this rank, read from those of the whole model when they are asked for. */
    public ModelWeights weights(ModelConfig whole, ModelWeights weights) {
        if (size == 1) {
            return weights;
        }
        List<LayerWeights> layers =
                weights.layers().stream().map(layer -> layer(whole, layer)).toList();
        int vocabulary = whole.vocabularySize();
        Weight head = WeightSlice.ofRows(weights.outputHead(), firstToken(vocabulary), tokens(vocabulary));
        return new ModelWeights(weights.embedding(), layers, weights.finalNorm(), head);
    }

    private LayerWeights layer(ModelConfig whole, LayerWeights layer) {
        ModelConfig own = config(whole);
        int firstQuery = rank * own.queryWidth();
        int queries = own.queryWidth();
        int firstKv = firstKvHead(whole) * whole.headSize();
        int kvs = own.kvWidth();
        int firstFeature = rank * own.intermediateSize();
        int features = own.intermediateSize();
        return new LayerWeights(
                layer.attentionNorm(),
                WeightSlice.ofRows(layer.query(), firstQuery, queries),
                WeightSlice.ofRows(layer.key(), firstKv, kvs),
                WeightSlice.ofRows(layer.value(), firstKv, kvs),
                part(layer.queryBias(), firstQuery, queries),
                part(layer.keyBias(), firstKv, kvs),
                part(layer.valueBias(), firstKv, kvs),
                layer.queryNorm(),
                layer.keyNorm(),
                WeightSlice.ofColumns(layer.output(), firstQuery, queries),
                // The sum over all ranks must contain it once.
                rank == 0 ? layer.outputBias() : null,
                layer.feedForwardNorm(),
                WeightSlice.ofRows(layer.gate(), firstFeature, features),
                WeightSlice.ofRows(layer.up(), firstFeature, features),
                WeightSlice.ofColumns(layer.down(), firstFeature, features));
    }

    private static @Nullable Weight part(@Nullable Weight vector, int first, int count) {
        return vector == null ? null : WeightSlice.ofColumns(vector, first, count);
    }
}
