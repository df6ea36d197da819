package dev.turbobench.engine.turbomind.device.host;

import java.util.concurrent.atomic.AtomicInteger;
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

    private final Worker[] workers;
    private final AtomicInteger nextPart = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile int generation;
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
        busy.set(workers.length);
        int next = generation + 1;
        generation = next;
        for (Worker worker : workers) {
            if (worker.parked) {
                LockSupport.unpark(worker);
            }
        }
        takeParts(task, parts, 0);
        int spins = 0;
        while (busy.get() > 0) {
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
            int seen = 0;
            while (await(seen)) {
                seen++;
                Task current = task;
                if (current != null) {
                    takeParts(current, parts, number);
                }
                busy.decrementAndGet();
            }
        }

        private boolean await(int seen) {
            for (int spin = 0; spin < SPINS; spin++) {
                if (generation != seen) {
                    return true;
                }
                Thread.onSpinWait();
            }
            parked = true;
            try {
                while (generation == seen) {
                    if (closed) {
                        return false;
                    }
                    LockSupport.park(WorkerPool.this);
                }
            } finally {
                parked = false;
            }
            return true;
        }
    }
}
