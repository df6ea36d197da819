package dev.turbobench.engine.turbomind.operator;

/**
 * The sizes that everything reusable is allocated for.
 *
 * @param maxSequences most sequences in a step, which is also the number of slots
 * @param maxRows most tokens in a step; at least {@code maxSequences}
 * @param maxSequenceTokens longest sequence, prompt plus completion
 * @param blockTokens tokens in a KV block
 */
public record Capacity(int maxSequences, int maxRows, int maxSequenceTokens, int blockTokens) {

    public Capacity {
        if (maxSequences < 1 || maxRows < maxSequences || maxSequenceTokens < 1 || blockTokens < 1) {
            throw new IllegalArgumentException("capacity out of range: %d sequences, %d rows, %d tokens, %d a block"
                    .formatted(maxSequences, maxRows, maxSequenceTokens, blockTokens));
        }
    }

    /** Most blocks of one sequence. */
    public int maxBlocksPerSequence() {
        return blocks(maxSequenceTokens);
    }

    /** Number of blocks that hold {@code tokens} tokens. */
    public int blocks(int tokens) {
        return (tokens + blockTokens - 1) / blockTokens;
    }
}
