package dev.turbobench.engine.turbomind.device.host;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.spi.error.BenchmarkException;

/** How much the heap of this JVM can still take. */
public final class Heap {

    /** Left for objects that nobody counts. */
    private static final long RESERVE = 64L << 20;

    private Heap() {}

    /** Bytes that can still be allocated; garbage counts as used. */
    public static long free() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return Math.max(0, runtime.maxMemory() - used - RESERVE);
    }

    /** Bytes that the heap may grow to. */
    public static long total() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Check that something fits before it is allocated.
     *
     * @param bytes its size
     * @param what what it is, for the message
     * @param remedy what else the user can do, after "or"
     * @throws BenchmarkException if it does not fit
     */
    public static void require(long bytes, String what, String remedy) {
        if (bytes <= free()) {
            return;
        }
        System.gc();
        long free = free();
        if (bytes > free) {
            long total = total();
            throw new BenchmarkException(
                    OUT_OF_MEMORY,
                    "%s needs %s of heap, but only %s of %s are free; give the JVM more, for example TURBOBENCH_OPTS=-Xmx%dg, or %s"
                            .formatted(what, mib(bytes), mib(free), mib(total), gib(total - free + bytes), remedy));
        }
    }

    private static String mib(long bytes) {
        return "%,d MiB".formatted((bytes + (1L << 20) - 1) >> 20);
    }

    private static long gib(long bytes) {
        return ((bytes + (bytes >> 4)) >> 30) + 1;
    }
}
