package dev.turbobench.engine.turbomind.operator;

import dev.turbobench.engine.turbomind.device.Buffer;

/**
 * The arithmetic of a decoder on one device.
 *
 * <p>All calls of a pass work on the batch that was submitted and are ordered: each sees the results of those before it.
 * {@code rows} is how many leading rows of the buffers are meant; it is passed because the output head works on fewer rows
 * than the layers. Nothing is allocated.
 */
public interface Operators {

    /**
     * {@code hidden[r] = embedding[token of row r]}.
     *
     * @param hidden [rows, hidden]
     */
    void embed(int rows, Parameter embedding, Buffer hidden);

    /**
     * {@code normed[r] = hidden[r] / sqrt(mean(hidden[r]^2) + epsilon) * weight} (RMSNorm, arXiv 1910.07467).
     *
     * @param hidden [rows, hidden]
     * @param normed [rows, hidden]
     */
    void norm(int rows, Parameter weight, Buffer hidden, Buffer normed);

    /**
     * Residual connection and norm: {@code hidden += delta}, then as {@link #norm}.
     *
     * @param delta [rows, hidden]
     * @param hidden [rows, hidden], updated
     * @param normed [rows, hidden]
     */
    void addNorm(int rows, Parameter weight, Buffer delta, Buffer hidden, Buffer normed);

    /**
     * As {@link #addNorm} for some rows of the batch only, without updating {@code hidden}: {@code normed[i] =
     * norm(hidden[r] + delta[r])} where {@code r} is row {@code first + i} of the set.
     *
     * @param set which list of rows
     * @param first index of the first row in the list
     * @param count number of rows
     * @param delta [batch rows, hidden]
     * @param hidden [batch rows, hidden]
     * @param normed [count, hidden]
     */
    void addNormSelected(
            RowSet set, int first, int count, Parameter weight, Buffer delta, Buffer hidden, Buffer normed);

    /**
     * Project to query, key and value; add biases; normalise query and key heads if the model does; rotate query and key by
     * the row's position; write key and value to the layer's KV cache.
     *
     * @param normed [rows, hidden]
     * @param query [rows, queryWidth]
     */
    void qkv(int rows, LayerParameters layer, Buffer normed, Buffer query);

    /**
     * Attention of every row to the cached tokens of its sequence up to the row's own position, scale {@code
     * 1/sqrt(headSize)}; query heads share key/value heads in groups (arXiv 2305.13245).
     *
     * @param query [rows, queryWidth]
     * @param attended [rows, queryWidth]
     */
    void attention(int rows, LayerParameters layer, Buffer query, Buffer attended);

    /**
     * {@code output[r] = weight * input[r] + bias}, the bias if there is one.
     *
     * @param input [rows, in]
     * @param output [rows, out]
     */
    void linear(int rows, Parameter weight, Buffer input, Buffer output);

    /**
     * {@code activated[r] = silu(gate * normed[r]) * (up * normed[r])} with {@code silu(x) = x / (1 + exp(-x))} (SwiGLU,
     * arXiv 2002.05202).
     *
     * @param normed [rows, hidden]
     * @param activated [rows, intermediate]
     */
    void gateUp(int rows, LayerParameters layer, Buffer normed, Buffer activated);

    /**
     * Choose a token for each sampled row, as {@link Batch} says, and remember it as the last token of the row's slot.
     * Gives {@link Batch#sampledTokens} and, for the rows that ask for it, {@link Batch#sampledLogProbabilities}.
     *
     * @param count number of sampled rows
     * @param logits [count, vocabulary]
     */
    void sample(int count, Buffer logits);

    /**
     * Give {@link Batch#scoredLogProbabilities} of scored rows: {@code logits[target] - log(sum(exp(logits)))}.
     *
     * @param first index of the first of these rows in {@link Batch#scoreRows}
     * @param count number of rows
     * @param logits [count, vocabulary]
     */
    void score(int first, int count, Buffer logits);
}
