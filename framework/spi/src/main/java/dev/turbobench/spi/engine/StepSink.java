package dev.turbobench.spi.engine;

/**
 * Receives what really ran: one call for each forward step of the engine, in order, from one engine thread.
 *
 * <p>The call for a step comes before the tokens of the step go to their {@link TokenSink}s, so that whoever has seen the
 * end of a request has also seen every step that worked on it.
 *
 * <p>An engine that cannot observe its steps never calls it and leaves out {@link Capability#STEPS}.
 */
@FunctionalInterface
public interface StepSink {

    /** Ignores all steps. */
    StepSink NONE = (startNanos, endNanos, prefillSequences, prefillTokens, decodeSequences, waiting, kvBlocks) -> {};

    /**
     * A step ended.
     *
     * @param startNanos when the step was started
     * @param endNanos when its results were visible
     * @param prefillSequences how many sequences had prompt tokens in the step
     * @param prefillTokens how many prompt tokens were computed
     * @param decodeSequences how many sequences generated from one token
     * @param waiting how many requests were waiting for admission
     * @param kvBlocks how many KV blocks were in use
     */
    void onStep(
            long startNanos,
            long endNanos,
            int prefillSequences,
            int prefillTokens,
            int decodeSequences,
            int waiting,
            int kvBlocks);
}
