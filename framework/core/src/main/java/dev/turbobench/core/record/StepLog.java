package dev.turbobench.core.record;

import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.workload.CaseSpec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The steps of all measured rounds of a case.
 *
 * <p>Written by the engine's step thread; a reader that acquires {@link #steps} sees that many complete steps. When it is
 * full, further steps are counted but not recorded.
 */
public final class StepLog implements StepSink {

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(StepLog.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] startNanos;
    private final long[] endNanos;
    private final int[] prefillSequences;
    private final int[] prefillTokens;
    private final int[] decodeSequences;
    private final int[] waiting;
    private final int[] kvBlocks;

    private int count;
    private volatile int dropped;

    StepLog(int capacity) {
        this(capacity, 0);
    }

    /** Create a log of which some steps are missing already. */
    StepLog(int capacity, int dropped) {
        this.dropped = dropped;
        startNanos = new long[capacity];
        endNanos = new long[capacity];
        prefillSequences = new int[capacity];
        prefillTokens = new int[capacity];
        decodeSequences = new int[capacity];
        waiting = new int[capacity];
        kvBlocks = new int[capacity];
    }

    /**
     * Get room for the steps of a batch that runs together, several times over: four steps for each generated token, one
     * for each chunk of 128 prompt tokens of each sequence, and some.
     */
    static int capacity(CaseSpec spec, int rounds) {
        long decode = 4L * spec.completionTokens();
        long prefill = spec.concurrency() * (spec.promptTokens() / 128 + 2L);
        return (int) Math.min(Integer.MAX_VALUE - 16, rounds * (decode + prefill + 1024));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void onStep(
            long start, long end, int prefilling, int prefilledTokens, int decoding, int waitingRequests, int blocks) {
        int index = count;
        if (index == startNanos.length) {
            dropped++;
            return;
        }
        startNanos[index] = start;
        endNanos[index] = end;
        prefillSequences[index] = prefilling;
        prefillTokens[index] = prefilledTokens;
        decodeSequences[index] = decoding;
        waiting[index] = waitingRequests;
        kvBlocks[index] = blocks;
        COUNT.setRelease(this, index + 1);
    }

    /** Number of recorded steps. */
    public int steps() {
        return (int) COUNT.getAcquire(this);
    }

    /** Number of steps for which there was no room. */
    public int dropped() {
        return dropped;
    }

    /** Index of the first step that ended after a time; {@link #steps} if there is none. */
    int firstEndingAfter(long nanos) {
        int low = 0;
        int high = steps();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (endNanos[middle] <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long startNanos(int step) {
        return startNanos[check(step)];
    }

    long endNanos(int step) {
        return endNanos[check(step)];
    }

    int prefillSequences(int step) {
        return prefillSequences[check(step)];
    }

    int prefillTokens(int step) {
        return prefillTokens[check(step)];
    }

    int decodeSequences(int step) {
        return decodeSequences[check(step)];
    }

    int waiting(int step) {
        return waiting[check(step)];
    }

    int kvBlocks(int step) {
        return kvBlocks[check(step)];
    }

    private int check(int step) {
        return Objects.checkIndex(step, steps());
    }
}
