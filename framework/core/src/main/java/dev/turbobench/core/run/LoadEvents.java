package dev.turbobench.core.run;

import dev.turbobench.spi.error.BenchmarkException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the workers of a case tell its coordinator, the thread that created this. */
final class LoadEvents {

    private final Thread coordinator = Thread.currentThread();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable BenchmarkException> failure = new AtomicReference<>();
    private final CountDownLatch running;
    private volatile int awaited = Integer.MAX_VALUE;

    LoadEvents(int workers) {
        running = new CountDownLatch(workers);
    }

    /** A worker has seen the end of some requests. Wakes the coordinator only for the last that it waits for. */
    void requestsEnded(int requests) {
        if (ended.addAndGet(requests) >= awaited) {
            LockSupport.unpark(coordinator);
        }
    }

    /** A worker cannot go on. */
    void failed(BenchmarkException cause) {
        failure.compareAndSet(null, cause);
        LockSupport.unpark(coordinator);
    }

    void workerExited() {
        running.countDown();
    }

    /** The first failure; {@code null} if there is none. */
    @Nullable
    BenchmarkException failure() {
        return failure.get();
    }

    /** Say how many requests the coordinator waits for, before the gate is opened for them. */
    void expect(int requests) {
        awaited = requests;
    }

    boolean allEnded() {
        return ended.get() >= awaited;
    }

    /** Wait for a short time or until something happened. */
    void pause(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    /** Wait until all workers have gone. */
    boolean awaitExit(long nanos) throws InterruptedException {
        return running.await(nanos, TimeUnit.NANOSECONDS);
    }
}
