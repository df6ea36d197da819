package dev.turbobench.engine.replay;

import dev.turbobench.spi.engine.EngineLimits;

/**
 * Everything that an engine is to do.
 *
 * @param times how long prefill and steps take
 * @param bursts tokens of the emissions after the first, which carries one; repeated over and over
 * @param limits what runs together
 * @param faults what goes wrong
 * @param stallNanos how long {@link Fault#STALL} lasts
 * @param vocabulary number of token ids
 * @param weightBytes weights of each rank
 * @param kvBytesPerToken bytes of the KV cache for each token and rank
 * @param workspaceBytes scratch memory of each rank
 * @param loadNanos how long starting takes
 */
record Script(
        StepTimes times,
        int[] bursts,
        EngineLimits limits,
        FaultPlan faults,
        long stallNanos,
        int vocabulary,
        long weightBytes,
        long kvBytesPerToken,
        long workspaceBytes,
        long loadNanos) {

    int burst(int emission) {
        return emission == 0 ? 1 : bursts[(emission - 1) % bursts.length];
    }

    /** KV blocks that a sequence takes; its last token is never fed back. */
    int blocks(long sequenceTokens) {
        return (int) Math.max(1, (sequenceTokens - 1 + limits.kvBlockTokens() - 1) / limits.kvBlockTokens());
    }
}
