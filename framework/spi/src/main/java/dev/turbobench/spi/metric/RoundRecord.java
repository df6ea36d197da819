package dev.turbobench.spi.metric;

/**
 * The events of one round: every worker made one request.
 *
 * <p>Access is by index so that reading millions of events creates no objects. All times are nanoseconds on the run's
 * clock. A time that does not exist, because the request failed before, is {@link #NONE}.
 */
public interface RoundRecord {

    /** A time that does not exist. */
    long NONE = Long.MIN_VALUE;

    /**
     * Get the time when the workers were released.
     *
     * @return nanoseconds
     */
    long startNanos();

    /**
     * Get the time when the last request had ended.
     *
     * @return nanoseconds
     */
    long endNanos();

    /**
     * Get the number of requests; request {@code i} was made by worker {@code i}.
     *
     * @return the concurrency of the case
     */
    int requests();

    /**
     * Get the time just before the request was handed to the engine, on the worker's thread.
     *
     * @param request index from 0
     * @return nanoseconds
     */
    long submitNanos(int request);

    /**
     * Get the time when the engine took the request out of its queue.
     *
     * @param request index from 0
     * @return nanoseconds or {@link #NONE}
     */
    long admittedNanos(int request);

    /**
     * Get the time when the request had ended.
     *
     * @param request index from 0
     * @return nanoseconds or {@link #NONE}
     */
    long finishNanos(int request);

    /**
     * Tell whether the request ended without an error.
     *
     * @param request index from 0
     * @return false if it failed or was cancelled
     */
    boolean succeeded(int request);

    /**
     * Get how often the request lost its KV blocks.
     *
     * @param request index from 0
     * @return 0 or more
     */
    int preemptions(int request);

    /**
     * Get how many prompt tokens came from a cache.
     *
     * @param request index from 0
     * @return 0 or more
     */
    int cachedPromptTokens(int request);

    /**
     * Get the number of tokens that the request generated, counted.
     *
     * @param request index from 0
     * @return the sum over its emissions
     */
    int completionTokens(int request);

    /**
     * Get the number of emissions: calls in which the engine delivered tokens.
     *
     * @param request index from 0
     * @return 0 or more
     */
    int emissions(int request);

    /**
     * Get when an emission reached the client.
     *
     * @param request index from 0
     * @param emission index from 0
     * @return nanoseconds
     */
    long emissionNanos(int request, int emission);

    /**
     * Get how many tokens an emission carried.
     *
     * @param request index from 0
     * @param emission index from 0
     * @return at least 1
     */
    int emissionTokens(int request, int emission);

    /**
     * Get the number of engine steps that ended during the round.
     *
     * @return 0 if the engine does not report steps
     */
    int steps();

    /**
     * Get when a step started.
     *
     * @param step index from 0
     * @return nanoseconds
     */
    long stepStartNanos(int step);

    /**
     * Get when a step ended.
     *
     * @param step index from 0
     * @return nanoseconds
     */
    long stepEndNanos(int step);

    /**
     * Get how many sequences had prompt tokens in a step.
     *
     * @param step index from 0
     * @return sequences
     */
    int stepPrefillSequences(int step);

    /**
     * Get how many prompt tokens a step computed.
     *
     * @param step index from 0
     * @return tokens
     */
    int stepPrefillTokens(int step);

    /**
     * Get how many sequences generated from one token in a step.
     *
     * @param step index from 0
     * @return sequences
     */
    int stepDecodeSequences(int step);

    /**
     * Get how many requests waited for admission in a step.
     *
     * @param step index from 0
     * @return requests
     */
    int stepWaiting(int step);

    /**
     * Get how many KV blocks were in use in a step.
     *
     * @param step index from 0
     * @return blocks
     */
    int stepKvBlocks(int step);
}
