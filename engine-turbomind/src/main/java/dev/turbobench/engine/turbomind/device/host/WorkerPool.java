package dev.turbobench.engine.turbomind.device.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that work on one task at a time, together with the thread that brings it.
 *
 * <p>Parts are handed out one by one, so which thread does which part is undefined: parts must be independent, and then
 * the result does not depend on the number of threads. {@link #run} may be called by one thread at a time; it allocates
 * nothing. Threads that have nothing to do spin for some microseconds, then park.
 */
public final class WorkerPool implements AutoCloseable {

    /** A piece of work that can be done in parts. */
    @FunctionalInterface
    public interface Task {

        /**
         * Do one part.
         *
         * @param part from 0 to the number of parts minus 1
         * @param worker number of the thread that calls, from 0 to {@link WorkerPool#size} minus 1
         */
        void run(int part, int worker);
    }

    private static final int SPINS = 2_000;

    /** Set in {@link #state} while threads may join the run. */
    private static final long OPEN = 1L << 31;

    private static final long JOINED = OPEN - 1;

    private final Worker[] workers;
    private final AtomicInteger nextPart = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Number of the run in the upper 32 bits, {@link #OPEN}, and below how many threads have joined and not left. */
    private final AtomicLong state = new AtomicLong();

    private volatile boolean closed;
    private @Nullable Task task;
    private int parts;

    /**
     * Start the threads.
     *
     * @param size number of threads, the calling one included
     */
    public WorkerPool(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("pool must have at least 1 thread: " + size);
        }
        workers = new Worker[size - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
    }

    /** Number of threads, the calling one included. */
    public int size() {
        return workers.length + 1;
    }

    /** Do all parts of a task and return when they are done. An exception of a part is thrown here. */
    @SuppressWarnings("ThreadPriorityCheck") // Only the waiting depends on the scheduler, not the result.
    public void run(Task task, int parts) {
        if (parts == 1 || workers.length == 0) {
            for (int part = 0; part < parts; part++) {
                task.run(part, 0);
            }
            return;
        }
        this.task = task;
        this.parts = parts;
        nextPart.set(0);
        state.set((((state.get() >>> 32) + 1) << 32) | OPEN);
        for (Worker worker : workers) {
            if (worker.parked) {
                LockSupport.unpark(worker);
            }
        }
        takeParts(task, parts, 0);
        close(state.get());
        int spins = 0;
        while ((state.get() & JOINED) > 0) {
            if (++spins > SPINS) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            failure.set(null);
            throw new IllegalStateException("a worker failed", thrown);
        }
    }

    /** Nobody joins any more: threads that have not woken up yet are not waited for. */
    private void close(long seen) {
        long current = seen;
        while (!state.compareAndSet(current, current & ~OPEN)) {
            current = state.get();
        }
    }

    private void takeParts(Task task, int parts, int worker) {
        try {
            for (int part = nextPart.getAndIncrement(); part < parts; part = nextPart.getAndIncrement()) {
                task.run(part, worker);
            }
        } catch (RuntimeException | Error e) {
            nextPart.set(parts);
            failure.compareAndSet(null, e);
        }
    }

    /** End the threads. Idempotent. */
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private final class Worker extends Thread {

        private final int number;
        private volatile boolean parked;

        Worker(int number) {
            super("turbomind-cpu-" + number);
            this.number = number;
            setDaemon(true);
        }

        @Override
        public void run() {
            long lastRun = 0;
            while (!closed) {
                long current = awaitRun(lastRun);
                if (isNew(current, lastRun) && state.compareAndSet(current, current + 1)) {
                    lastRun = current >>> 32;
                    Task joined = task;
                    if (joined != null) {
                        takeParts(joined, parts, number);
                    }
                    state.decrementAndGet();
                }
            }
        }

        private static boolean isNew(long current, long lastRun) {
            return (current & OPEN) != 0 && current >>> 32 != lastRun;
        }

        /** Wait for a run that this thread has not joined yet; returns the state then, or any when the pool is closed. */
        private long awaitRun(long lastRun) {
            for (int spin = 0; spin < SPINS; spin++) {
                long current = state.get();
                if (isNew(current, lastRun)) {
                    return current;
                }
                Thread.onSpinWait();
            }
            parked = true;
            try {
                long current = state.get();
                while (!isNew(current, lastRun) && !closed) {
                    LockSupport.park(WorkerPool.this);
                    current = state.get();
                }
                return current;
            } finally {
                parked = false;
            }
        }
    }
}
