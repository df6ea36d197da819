package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.host.Heap;
import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Roofline.Rates;

/**
 * Measures how fast some threads of this machine read memory and multiply. Takes some tenths of a second.
 *
 * <p>Both are the best of several passes, because a pass that is disturbed tells nothing of what the machine can do.
 */
final class HostProbe {

    private static final int PASSES = 5;
    private static final long WARM_UP_NANOS = 60_000_000;

    /** More than most last-level caches; less where the heap is small. */
    private static final long MOST_BYTES = 128L << 20;

    private static final long LEAST_BYTES = 16L << 20;

    private static final int WIDTH = HostMatrix.MAX_PANEL;
    private static final int ROWS = 8;
    private static final int REPETITIONS = 20_000;

    private final WorkerPool pool;
    private final Ticker ticker;
    private final double[] results;

    private HostProbe(WorkerPool pool, Ticker ticker) {
        this.pool = pool;
        this.ticker = ticker;
        this.results = new double[pool.size()];
    }

    /**
     * Measure with the threads of all ranks together, because they share the memory.
     *
     * @param threadsPerRank threads of each rank
     * @param ranks how many ranks work at the same time
     * @return the rates of one rank
     */
    static Rates measure(int threadsPerRank, int ranks, Ticker ticker) {
        int threads = threadsPerRank * ranks;
        long bytes = Math.min(MOST_BYTES, Heap.free() / 4);
        if (bytes < LEAST_BYTES) {
            return Rates.unknown("too little of the Java heap is free to measure the memory");
        }
        try (WorkerPool pool = new WorkerPool(threads)) {
            HostProbe probe = new HostProbe(pool, ticker);
            double read = probe.read((int) (bytes / Long.BYTES / threads));
            double computed = probe.multiply();
            return new Rates(
                    read / ranks,
                    computed / ranks,
                    "measured with %d threads%s: reading %d MiB, float32 multiply-add of rows in the first-level cache"
                            .formatted(threads, ranks == 1 ? "" : " of %d ranks".formatted(ranks), bytes >> 20));
        }
    }

    /** Bytes per second. */
    private double read(int longsPerThread) {
        long[][] data = new long[pool.size()][];
        pool.run((part, worker) -> data[part] = new long[longsPerThread], data.length);
        double bytes = (double) longsPerThread * Long.BYTES * pool.size();
        return bytes / bestSeconds((part, worker) -> results[part] += xor(data[part]));
    }

    /** Several chains, so that loads do not wait for one another. */
    private static long xor(long[] values) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (int i = 0; i + 8 <= values.length; i += 8) {
            a ^= values[i] ^ values[i + 1];
            b ^= values[i + 2] ^ values[i + 3];
            c ^= values[i + 4] ^ values[i + 5];
            d ^= values[i + 6] ^ values[i + 7];
        }
        return a ^ b ^ c ^ d;
    }

    /** Operations per second. */
    private double multiply() {
        double operations = 2.0 * WIDTH * ROWS * REPETITIONS * pool.size();
        return operations
                / bestSeconds((part, worker) -> {
                    float[] sums = new float[WIDTH];
                    float[][] rows = new float[ROWS][WIDTH];
                    float[] x = new float[ROWS];
                    for (int i = 0; i < REPETITIONS; i++) {
                        Kernels.accumulate(sums, WIDTH, rows, x, 0, ROWS);
                    }
                    results[part] += sums[0];
                });
    }

    /** The shortest time of a pass in which every thread does one part. */
    private double bestSeconds(WorkerPool.Task task) {
        long warm = ticker.nanoTime() + WARM_UP_NANOS;
        do {
            pool.run(task, pool.size());
        } while (ticker.nanoTime() < warm);
        long best = Long.MAX_VALUE;
        for (int pass = 0; pass < PASSES; pass++) {
            long start = ticker.nanoTime();
            pool.run(task, pool.size());
            best = Math.min(best, ticker.nanoTime() - start);
        }
        return Math.max(1, best) / 1e9;
    }
}
