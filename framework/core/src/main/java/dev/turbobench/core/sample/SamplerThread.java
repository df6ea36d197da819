package dev.turbobench.core.sample;

import dev.turbobench.spi.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks samplers in their rhythm until it is stopped; measures what that costs. */
final class SamplerThread {

    private static final long JOIN_MILLIS = 5_000;

    private final List<NamedSampler> samplers;
    private final List<SampleLog> logs;
    private final Ticker ticker;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long busyNanos;
    private volatile @Nullable NamedSampler current;

    SamplerThread(List<NamedSampler> samplers, Ticker ticker) {
        this.samplers = samplers;
        this.ticker = ticker;
        logs = samplers.stream()
                .map(sampler -> new SampleLog(sampler.channels().size()))
                .toList();
        thread = new Thread(this::run, "samplers");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Take a last sample of each and end. A sampler that does not come back has failed. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MILLIS);
            NamedSampler hanging = current;
            if (thread.isAlive() && hanging != null) {
                hanging.hangs(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Time spent in samplers so far. */
    long busyNanos() {
        return busyNanos;
    }

    SampleLog log(int sampler) {
        return logs.get(sampler);
    }

    private void run() {
        long[] due = new long[samplers.size()];
        Arrays.fill(due, ticker.nanoTime());
        boolean last = false;
        while (!last) {
            last = stopped;
            long next = Long.MAX_VALUE;
            for (int i = 0; i < due.length; i++) {
                long now = ticker.nanoTime();
                if (last || now - due[i] >= 0) {
                    sample(i, now);
                    // Beats that were missed are not made up for.
                    long period = samplers.get(i).periodNanos();
                    due[i] += period * Math.max(1, (now - due[i]) / period + 1);
                }
                next = Math.min(next, due[i]);
            }
            if (!last) {
                LockSupport.parkNanos(this, next - ticker.nanoTime());
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void sample(int index, long now) {
        NamedSampler sampler = samplers.get(index);
        current = sampler;
        if (sampler.sample()) {
            logs.get(index).add(now, sampler.values());
        }
        current = null;
        busyNanos += ticker.nanoTime() - now;
    }
}
