package dev.turbobench.engine.turbomind.communicate;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of all ranks wait for each other. A thread that waits spins, then yields, then sleeps for short times;
 * it gives up when another rank failed, or when nothing has moved for too long. Nothing is allocated but on failure.
 */
final class RankBarrier {

    private static final int SPINS = 1_000;
    private static final int YIELDS = 1_000;
    private static final long NAP_NANOS = 20_000;

    private final int size;
    private final long patienceNanos;
    private final AtomicInteger arrived = new AtomicInteger();
    private final boolean[] present;
    private volatile int generation;
    private volatile @Nullable BenchmarkException failure;

    RankBarrier(int size, Duration patience) {
        this.size = size;
        this.patienceNanos = patience.toNanos();
        this.present = new boolean[size];
    }

    /**
     * Wait for all ranks.
     *
     * @throws BenchmarkException if one of them failed or does not come
     */
    @SuppressWarnings({"ThreadPriorityCheck", "NonAtomicVolatileUpdate"
    }) // Waiting only; the last to arrive writes alone.
    void await(int rank) {
        int seen = generation;
        present[rank] = true;
        if (arrived.incrementAndGet() == size) {
            Arrays.fill(present, false);
            arrived.set(0);
            generation = seen + 1;
            return;
        }
        long start = 0;
        for (int turn = 0; generation == seen; turn++) {
            throwFailure();
            if (turn < SPINS) {
                Thread.onSpinWait();
            } else if (turn < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
                long now = System.nanoTime();
                start = start == 0 ? now : start;
                if (now - start > patienceNanos) {
                    throw new BenchmarkException(StandardErrorCode.INTERNAL_ERROR, missing(rank));
                }
            }
        }
    }

    private String missing(int rank) {
        StringBuilder late = new StringBuilder();
        for (int other = 0; other < size; other++) {
            if (!present[other]) {
                late.append(late.isEmpty() ? "" : ", ").append(other);
            }
        }
        return "rank %d waited %d s for rank %s".formatted(rank, patienceNanos / 1_000_000_000, late);
    }

    /**
     * Make all threads that wait, now or later, give up. Only the first failure counts.
     *
     * @return the first failure
     */
    synchronized BenchmarkException fail(BenchmarkException cause) {
        BenchmarkException first = failure;
        if (first == null) {
            first = cause;
            failure = first;
        }
        return first;
    }

    void throwFailure() {
        BenchmarkException cause = failure;
        if (cause != null) {
            throw new BenchmarkException(cause::errorCode, String.valueOf(cause.getMessage()), cause);
        }
    }
}
