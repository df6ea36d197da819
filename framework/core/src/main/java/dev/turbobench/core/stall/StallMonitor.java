package dev.turbobench.core.stall;

import dev.turbobench.spi.Ticker;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does nothing but wake every millisecond and note how late it is, after Gil Tene's jHiccup. Whatever stops
 * it - a garbage collection, a safepoint, other threads on the CPUs - stops the threads that measure likewise.
 *
 * <p>It costs a wake-up and a few microseconds each millisecond: well under one percent of one CPU.
 */
public final class StallMonitor implements AutoCloseable {

    /** Shorter ones are within what timers are late by anyway. */
    static final long LEAST_STALL_NANOS = 1_000_000;

    private static final long PERIOD_NANOS = 1_000_000;
    private static final int CAPACITY = 10_000;
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();
    private static final int DIGITS = 3;

    private final Ticker ticker;
    private final StallLog log = new StallLog(CAPACITY);
    private final Histogram lateness = new Histogram(LONGEST_NANOS, DIGITS);
    private final List<GarbageCollectorMXBean> collectors;
    private final @Nullable Thread thread;
    private volatile boolean closed;

    private StallMonitor(Ticker ticker, boolean running) {
        this.ticker = ticker;
        // Cycles that run beside the program stop nothing; their pauses have beans of their own.
        this.collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !collector.getName().contains("Concurrent")
                        && !collector.getName().contains("Cycles"))
                .toList();
        this.thread = running ? new Thread(this::watch, "stall-monitor") : null;
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Start watching, until {@link #close}. */
    public static StallMonitor start(Ticker ticker) {
        return new StallMonitor(ticker, true);
    }

    /** Watch nothing. */
    public static StallMonitor off() {
        return new StallMonitor(() -> 0, false);
    }

    public boolean isOn() {
        return thread != null;
    }

    /** Get what was seen; only after {@link #close}. */
    public StallLog stalls() {
        return log;
    }

    /** Get how late the thread woke, in nanoseconds; only after {@link #close}. */
    public Histogram lateness() {
        return lateness;
    }

    private void watch() {
        try (RunDelay delay = RunDelay.ofThisThread()) {
            long collections = collections();
            long last = ticker.nanoTime();
            while (!closed) {
                LockSupport.parkNanos(this, PERIOD_NANOS);
                long now = ticker.nanoTime();
                long late = Math.max(0, now - last - PERIOD_NANOS);
                long waited = delay.sinceLast();
                long collected = collections();
                lateness.recordValue(Math.min(late, LONGEST_NANOS));
                if (late >= LEAST_STALL_NANOS) {
                    log.add(last + PERIOD_NANOS, late, StallCause.of(collected != collections, waited, late));
                }
                collections = collected;
                last = now;
            }
        }
    }

    private long collections() {
        long sum = 0;
        for (int i = 0; i < collectors.size(); i++) {
            sum += collectors.get(i).getCollectionCount();
        }
        return sum;
    }

    /** Stop watching. Idempotent. */
    @Override
    public void close() {
        closed = true;
        if (thread == null) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
