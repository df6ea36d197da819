package dev.turbobench.engine.turbomind.cache;

/**
 * The blocks that nobody holds. Blocks can be promised before they are taken: what is promised cannot be taken by anybody
 * else. Not thread-safe, except {@link #used}.
 */
public final class BlockPool {

    private final int[] free;
    private int freeCount;
    private int promised;
    private volatile int used;

    /**
     * Create a pool of free blocks.
     *
     * @param blocks number of blocks, numbered from 0
     */
    public BlockPool(int blocks) {
        free = new int[blocks];
        freeCount = blocks;
        for (int i = 0; i < blocks; i++) {
            free[i] = blocks - 1 - i;
        }
    }

    /** Number of blocks, free or not. */
    public int size() {
        return free.length;
    }

    /** Number of blocks that are taken; may be read from any thread. */
    public int used() {
        return used;
    }

    /** Number of blocks that are neither taken nor promised. */
    public int available() {
        return freeCount - promised;
    }

    /** Set available blocks aside. */
    public void promise(int blocks) {
        if (blocks > available()) {
            throw new IllegalStateException("promised %d blocks of %d".formatted(blocks, available()));
        }
        promised += blocks;
    }

    /** Give up a promise. */
    public void withdraw(int blocks) {
        promised -= blocks;
    }

    /** Take a block that was promised. */
    public int takePromised() {
        promised--;
        return pop();
    }

    /** Take an available block. */
    public int take() {
        if (available() < 1) {
            throw new IllegalStateException("no block available");
        }
        return pop();
    }

    private int pop() {
        int block = free[--freeCount];
        used = free.length - freeCount;
        return block;
    }

    /** Give a block back. */
    public void release(int block) {
        free[freeCount++] = block;
        used = free.length - freeCount;
    }
}
