package dev.turbobench.spi.engine;

/**
 * The limits within which a batch is really run together; beyond them requests wait.
 *
 * @param maxBatchSize most sequences in one step
 * @param maxSequenceTokens longest sequence, prompt plus completion
 * @param kvBlocks number of KV blocks that can be in use at the same time
 * @param kvBlockTokens tokens in one block
 */
public record EngineLimits(int maxBatchSize, int maxSequenceTokens, int kvBlocks, int kvBlockTokens) {

    /**
     * Get how many tokens of KV the cache holds.
     *
     * @return blocks times tokens in a block
     */
    public long kvTokens() {
        return (long) kvBlocks * kvBlockTokens;
    }

    /**
     * Get how many sequences of a length can run at the same time.
     *
     * @param sequenceTokens prompt plus completion, in tokens
     * @return at most {@link #maxBatchSize}; 0 if not even one fits
     */
    public int concurrentSequences(long sequenceTokens) {
        if (sequenceTokens > maxSequenceTokens) {
            return 0;
        }
        // The last generated token is never fed back, so it needs no place in the cache.
        long blocks = Math.max(1, (sequenceTokens - 1 + kvBlockTokens - 1) / kvBlockTokens);
        return (int) Math.min(maxBatchSize, kvBlocks / blocks);
    }
}
