package dev.turbobench.engine.turbomind.model;

import java.util.List;

/**
 * Shape and constants of a model.
 *
 * @param architecture name of the architecture, for example {@code LlamaForCausalLM}
 * @param hiddenSize width of the residual stream
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param kvHeads number of key/value heads; divides {@code heads}
 * @param headSize width of one head, even
 * @param intermediateSize width of the feed-forward layer
 * @param vocabularySize number of token ids
 * @param maxPositions context length the model declares
 * @param normEpsilon added to the mean square in RMSNorm
 * @param ropeBase base of the rotary frequencies
 * @param ropeScaling how the frequencies are stretched
 * @param lognAttention whether queries beyond {@code maxPositions} grow with the logarithm of their position, see {@link
 *     #queryScale}
 * @param qkvBias whether q, k and v have biases
 * @param outputBias whether the attention output has a bias
 * @param qkNorm whether q and k are normalised for each head (Qwen3)
 * @param tiedEmbeddings whether the output head is the embedding
 * @param bosToken id of the token that begins a sequence, -1 if there is none
 * @param eosTokens ids of the tokens that end a sequence
 * @param dataType what the checkpoint declares
 */
public record ModelConfig(
        String architecture,
        int hiddenSize,
        int layers,
        int heads,
        int kvHeads,
        int headSize,
        int intermediateSize,
        int vocabularySize,
        int maxPositions,
        double normEpsilon,
        double ropeBase,
        RopeScaling ropeScaling,
        boolean lognAttention,
        boolean qkvBias,
        boolean outputBias,
        boolean qkNorm,
        boolean tiedEmbeddings,
        int bosToken,
        List<Integer> eosTokens,
        DataType dataType) {

    /** Width of all query heads together. */
    public int queryWidth() {
        return heads * headSize;
    }

    /** Width of all key (or value) heads together. */
    public int kvWidth() {
        return kvHeads * headSize;
    }

    /** The same model with other widths inside its layers. */
    public ModelConfig withLayerShape(int newHeads, int newKvHeads, int newIntermediateSize) {
        return new ModelConfig(
                architecture,
                hiddenSize,
                layers,
                newHeads,
                newKvHeads,
                headSize,
                newIntermediateSize,
                vocabularySize,
                maxPositions,
                normEpsilon,
                ropeBase,
                ropeScaling,
                lognAttention,
                qkvBias,
                outputBias,
                qkNorm,
                tiedEmbeddings,
                bosToken,
                eosTokens,
                dataType);
    }

    /**
     * What the query of a position is multiplied by: {@code log(n) / log(maxPositions)} with {@code n = position + 1} beyond
     * {@code maxPositions} if the model uses logn attention (as the first Qwen does), otherwise 1.
     */
    public double queryScale(int position) {
        return lognAttention && position >= maxPositions ? Math.log(position + 1.0) / Math.log(maxPositions) : 1;
    }

    /** Number of parameters. */
    public long parameters() {
        long attention = (long) hiddenSize * (queryWidth() + 2L * kvWidth()) + (long) queryWidth() * hiddenSize;
        long biases = (qkvBias ? queryWidth() + 2L * kvWidth() : 0) + (outputBias ? hiddenSize : 0);
        long norms = 2L * hiddenSize + (qkNorm ? 2L * headSize : 0);
        long feedForward = 3L * hiddenSize * intermediateSize;
        long embeddings = (long) vocabularySize * hiddenSize * (tiedEmbeddings ? 1 : 2);
        return layers * (attention + biases + norms + feedForward) + embeddings + hiddenSize;
    }
}
