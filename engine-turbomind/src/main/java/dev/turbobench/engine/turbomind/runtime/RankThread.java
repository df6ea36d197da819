package dev.turbobench.engine.turbomind.runtime;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;

import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a rank beyond the first. Orders go through a ring that one thread writes and the other reads; it has room for
 * everything that can be under way, so neither waits for room, and nothing is allocated.
 */
final class RankThread {

    /** Two orders for each batch in flight, twice over. */
    private static final int ROOM = 8;

    private static final int SPINS = 2_000;
    private static final long CLOSE_MILLIS = 10_000;

    private final int rank;
    private final RankExecutor.Rank share;
    private final UnaryOperator<BenchmarkException> abort;
    private final Thread thread;
    private final Batch[] batches = new Batch[ROOM];
    private final boolean[] awaits = new boolean[ROOM];
    private volatile long given;
    private volatile long done;
    private volatile boolean closed;
    private volatile @Nullable BenchmarkException failure;

    RankThread(int rank, RankExecutor.Rank share, UnaryOperator<BenchmarkException> abort) {
        this.rank = rank;
        this.share = share;
        this.abort = abort;
        thread = new Thread(this::run, "turbomind-rank-" + rank);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Have the step of a batch started. */
    void submit(Batch batch) {
        give(batch, false);
    }

    /** Have the oldest batch waited for. */
    void finish(Batch batch) {
        give(batch, true);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void give(Batch batch, boolean await) {
        int place = (int) (given % ROOM);
        batches[place] = batch;
        awaits[place] = await;
        given++;
        LockSupport.unpark(thread);
    }

    /**
     * Wait until everything that was given is done.
     *
     * @throws BenchmarkException if the rank failed
     */
    void join() {
        int spins = 0;
        while (done < given) {
            BenchmarkException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            spin(spins++);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // Only the waiting depends on the scheduler, not the result.
    private static void spin(int turn) {
        if (turn < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void run() {
        try {
            while (awaitOrder()) {
                int place = (int) (done % ROOM);
                if (awaits[place]) {
                    share.backend().await(batches[place]);
                } else {
                    share.backend().submit(batches[place], share.decoder());
                }
                done++;
            }
        } catch (RuntimeException | Error e) {
            failure = abort.apply(describe(rank, share, e));
        } finally {
            share.backend().close();
        }
    }

    /** False if there will be none. */
    private boolean awaitOrder() {
        for (int turn = 0; done == given; turn++) {
            if (closed) {
                return false;
            }
            if (turn < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        return true;
    }

    static BenchmarkException describe(int rank, RankExecutor.Rank share, Throwable thrown) {
        String where = "rank %d (%s), %s: "
                .formatted(rank, share.backend().deviceName(), share.decoder().progress());
        if (thrown instanceof BenchmarkException known) {
            return new BenchmarkException(known::errorCode, where + known.getMessage(), known);
        }
        return new BenchmarkException(INTERNAL_ERROR, where + thrown, thrown);
    }

    /** End the thread, which closes its device; one that hangs is left behind. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
