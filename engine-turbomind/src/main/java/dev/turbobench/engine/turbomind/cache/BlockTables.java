package dev.turbobench.engine.turbomind.cache;

/**
 * Which blocks the sequence in each slot holds, and how many more it was promised. Not thread-safe.
 */
public final class BlockTables {

    private final BlockPool pool;
    private final int blockTokens;
    private final int maxBlocks;
    private final int[] entries;
    private final int[] counts;
    private final int[] promises;

    /**
     * Create tables of empty slots.
     *
     * @param pool where blocks come from
     * @param slots number of slots
     * @param maxBlocks most blocks of one slot
     * @param blockTokens tokens in a block
     */
    public BlockTables(BlockPool pool, int slots, int maxBlocks, int blockTokens) {
        this.pool = pool;
        this.maxBlocks = maxBlocks;
        this.blockTokens = blockTokens;
        entries = new int[Math.multiplyExact(slots, maxBlocks)];
        counts = new int[slots];
        promises = new int[slots];
    }

    /** [slots, maxBlocksPerSequence], the table that batches refer to. */
    public int[] entries() {
        return entries;
    }

    private int blocks(int tokens) {
        return (tokens + blockTokens - 1) / blockTokens;
    }

    /** Number of blocks that a slot holds. */
    public int count(int slot) {
        return counts[slot];
    }

    /** Promise a slot enough blocks for a number of tokens; they must be available. */
    public void promise(int slot, int tokens) {
        int blocks = blocks(tokens);
        pool.promise(blocks);
        promises[slot] = blocks;
    }

    /**
     * Make room.
     *
     * @return false if a block that was not promised is needed and none is available; what was taken before stays
     */
    public boolean grow(int slot, int tokens) {
        int needed = blocks(tokens);
        while (counts[slot] < needed) {
            int block;
            if (promises[slot] > 0) {
                promises[slot]--;
                block = pool.takePromised();
            } else if (pool.available() > 0) {
                block = pool.take();
            } else {
                return false;
            }
            entries[slot * maxBlocks + counts[slot]++] = block;
        }
        return true;
    }

    /** Give back everything that a slot holds or was promised. */
    public void release(int slot) {
        pool.withdraw(promises[slot]);
        promises[slot] = 0;
        for (int i = counts[slot] - 1; i >= 0; i--) {
            pool.release(entries[slot * maxBlocks + i]);
        }
        counts[slot] = 0;
    }
}
