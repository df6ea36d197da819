package dev.turbobench.spi.engine;

import dev.turbobench.spi.error.BenchmarkException;

/**
 * Receives the events of one request.
 *
 * <p>The engine calls the methods of one sink one after the other, never at the same time, from threads of its own; those
 * of different sinks possibly at the same time. Order: {@link #onAdmitted}, then {@link #onPromptLogProbabilities}, then
 * for each emission {@link #onTokenLogProbabilities} and {@link #onTokens}, and last exactly one of {@link #onFinish} and
 * {@link #onError}. Arrays belong to the engine and are valid only during the call. Sinks return quickly and do not
 * throw. Timestamps are read from the {@link dev.turbobench.spi.Ticker} of the engine when the event became visible to
 * the engine's host code.
 */
public interface TokenSink {

    /**
     * The request left the waiting queue: the next step works on it.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param timestampNanos when
     */
    default void onAdmitted(long requestId, long timestampNanos) {}

    /**
     * The request lost its KV blocks and will be computed again.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param timestampNanos when
     */
    default void onPreempted(long requestId, long timestampNanos) {}

    /**
     * Log-probabilities of prompt tokens, only if the request asked for them; possibly in several calls.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param position index in the prompt of the first of these tokens, at least 1
     * @param values natural logarithms of the probability of each token given all tokens before it
     * @param offset index of the first value
     * @param count number of values
     */
    default void onPromptLogProbabilities(long requestId, int position, float[] values, int offset, int count) {}

    /**
     * Log-probabilities of generated tokens, only if the request asked for them; the call with the tokens follows.
     *
     * <p>They are those of the model itself, before temperature, top-k and top-p.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param values natural logarithms
     * @param offset index of the first value
     * @param count number of values, the same as in the following {@link #onTokens}
     */
    default void onTokenLogProbabilities(long requestId, float[] values, int offset, int count) {}

    /**
     * The engine generated tokens. An engine that has one token makes one call at once: it does not collect.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param tokens token ids
     * @param offset index of the first one
     * @param count number of tokens, at least 1
     * @param timestampNanos when they became visible
     */
    void onTokens(long requestId, int[] tokens, int offset, int count, long timestampNanos);

    /**
     * The request ended.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param reason why
     * @param promptTokens number of prompt tokens
     * @param cachedPromptTokens how many of these were not computed but taken from a cache
     * @param completionTokens number of generated tokens
     * @param timestampNanos when
     */
    void onFinish(
            long requestId,
            FinishReason reason,
            int promptTokens,
            int cachedPromptTokens,
            int completionTokens,
            long timestampNanos);

    /**
     * The request failed.
     *
     * @param requestId {@link GenerationRequest#id}
     * @param error what went wrong; never {@code null}
     */
    void onError(long requestId, BenchmarkException error);
}
