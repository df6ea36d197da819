package dev.turbobench.engine.turbomind.runtime;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;
import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.engine.turbomind.cache.BlockPool;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.schedule.Admission;
import dev.turbobench.engine.turbomind.schedule.PrefillOrder;
import dev.turbobench.engine.turbomind.schedule.Scheduler;
import dev.turbobench.engine.turbomind.schedule.Sequence;
import dev.turbobench.engine.turbomind.schedule.Step;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's thread: takes requests in, plans steps, has them computed, hands out the results. All state but the inbox
 * and a few flags belongs to it. A step in which nothing starts or ends allocates nothing.
 */
public final class EngineLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

    private final StepExecutor executor;
    private final BlockPool pool;
    private final Scheduler scheduler;
    private final SinkCaller sinks;
    private final Ticker ticker;
    private final StepSink stepSink;
    private final int[] eosTokens;
    private final Step[] steps;
    private final Thread thread;
    private final ConcurrentLinkedQueue<List<Sequence>> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private final Object submitting = new Object();
    private volatile boolean cancelRequested;
    private volatile boolean closed;
    private volatile @Nullable BenchmarkException failure;
    private int oldest;
    private int inFlight;
    private boolean stepSinkFailed;

    /** What the loop runs and how. */
    public record Setup(
            StepExecutor executor,
            Capacity capacity,
            int cacheBlocks,
            int prefillTokens,
            Admission admission,
            PrefillOrder prefillOrder,
            List<Integer> eosTokens,
            Ticker ticker,
            StepSink stepSink) {}

    private EngineLoop(Setup setup) {
        executor = setup.executor();
        ticker = setup.ticker();
        stepSink = setup.stepSink();
        sinks = new SinkCaller(ticker);
        pool = new BlockPool(setup.cacheBlocks());
        scheduler = new Scheduler(
                setup.capacity(), pool, setup.prefillTokens(), setup.admission(), setup.prefillOrder(), sinks);
        eosTokens = setup.eosTokens().stream().mapToInt(Integer::intValue).toArray();
        steps = new Step[executor.pipelineDepth()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = scheduler.newStep();
        }
        thread = new Thread(this::run, "turbomind-engine");
        thread.setDaemon(true);
    }

    /** Start the thread. */
    public static EngineLoop start(Setup setup) {
        EngineLoop loop = new EngineLoop(setup);
        loop.thread.start();
        return loop;
    }

    /** Number of KV blocks that are in use. */
    public int usedBlocks() {
        return pool.used();
    }

    /** Number of sequences that were handed in and have not ended. */
    public int active() {
        return active.get();
    }

    /**
     * Hand in sequences that fit into the cache; no step starts with only some of them.
     *
     * @throws BenchmarkException if the engine broke down
     * @throws IllegalStateException if the engine is closed
     */
    public void submit(List<Sequence> sequences) {
        synchronized (submitting) {
            BenchmarkException broken = failure;
            if (broken != null) {
                throw new BenchmarkException(broken::errorCode, "the engine stopped: " + broken.getMessage(), broken);
            }
            if (closed) {
                throw new IllegalStateException("the engine is closed");
            }
            active.addAndGet(sequences.size());
            inbox.add(sequences);
        }
        LockSupport.unpark(thread);
    }

    /** Ask for the end of a sequence. */
    public void cancel(Sequence sequence) {
        sequence.cancel();
        cancelRequested = true;
        LockSupport.unpark(thread);
    }

    /** Cancel everything and wait until the thread has ended and closed the devices. Idempotent. */
    @Override
    public void close() {
        synchronized (submitting) {
            closed = true;
        }
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (RuntimeException | Error e) {
            breakDown(e);
        } finally {
            executor.close();
        }
    }

    private boolean step() {
        takeIn();
        endRunning();
        long start = ticker.nanoTime();
        while (inFlight < steps.length) {
            Step step = steps[(oldest + inFlight) % steps.length];
            if (!scheduler.plan(step)) {
                break;
            }
            step.started(start);
            executor.submit(step.batch());
            inFlight++;
        }
        if (inFlight > 0) {
            finishOldest();
            return true;
        }
        if (scheduler.running() > 0 || scheduler.waiting() > 0) {
            return true;
        }
        if (closed && inbox.isEmpty()) {
            return false;
        }
        if (inbox.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        return true;
    }

    /** New sequences, and the cancelled ones that have not started. */
    private void takeIn() {
        boolean closing = closed;
        if (cancelRequested || closing) {
            cancelRequested = false;
            for (int i = 0; i < scheduler.running(); i++) {
                if (closing || scheduler.running(i).isCancelled()) {
                    scheduler.running(i).end(FinishReason.CANCELLED);
                }
            }
            for (Sequence sequence = scheduler.removeWaiting(closing);
                    sequence != null;
                    sequence = scheduler.removeWaiting(closing)) {
                sequence.end(FinishReason.CANCELLED);
                finish(sequence);
            }
        }
        for (List<Sequence> batch = inbox.poll(); batch != null; batch = inbox.poll()) {
            for (int i = 0; i < batch.size(); i++) {
                takeIn(batch.get(i), closing);
            }
        }
    }

    private void takeIn(Sequence sequence, boolean closing) {
        if (closing || sequence.isCancelled()) {
            sequence.end(FinishReason.CANCELLED);
            finish(sequence);
        } else if (sequence.isComplete()) {
            sinks.admitted(sequence);
            sequence.end(FinishReason.LENGTH);
            finish(sequence);
        } else {
            scheduler.add(sequence);
        }
    }

    /** Give back what ended sequences hold and tell them. */
    private void endRunning() {
        for (int i = scheduler.running() - 1; i >= 0; i--) {
            Sequence sequence = scheduler.running(i);
            if (sequence.isEnding() && sequence.isIdle()) {
                scheduler.release(sequence);
                finish(sequence);
            }
        }
    }

    private void finish(Sequence sequence) {
        active.decrementAndGet();
        sinks.ended(sequence);
    }

    private void finishOldest() {
        Step step = steps[oldest];
        executor.await(step.batch());
        oldest = (oldest + 1) % steps.length;
        inFlight--;
        long now = ticker.nanoTime();
        report(step, now);
        scheduler.ended(step);
        for (int i = 0; i < step.size(); i++) {
            Sequence sequence = step.sequence(i);
            if (!sequence.isEnding()) {
                scheduler.commit(step, i);
                sinks.results(step, i, now);
                endIfDone(step, i);
            }
        }
        endRunning();
    }

    private void endIfDone(Step step, int index) {
        Sequence sequence = step.sequence(index);
        int sample = step.sample(index);
        if (sample >= 0 && !sequence.request().ignoreEos() && isEos(step.batch().sampledTokens[sample])) {
            sequence.end(FinishReason.END_OF_SEQUENCE);
        } else if (sequence.isComplete()) {
            sequence.end(FinishReason.LENGTH);
        }
    }

    private boolean isEos(int token) {
        for (int eos : eosTokens) {
            if (eos == token) {
                return true;
            }
        }
        return false;
    }

    private void report(Step step, long endNanos) {
        try {
            stepSink.onStep(
                    step.startNanos(),
                    endNanos,
                    step.prefillSequences(),
                    step.prefillTokens(),
                    step.decodeSequences(),
                    scheduler.waiting(),
                    pool.used());
        } catch (RuntimeException | Error e) {
            if (!stepSinkFailed) {
                LOG.error("the step sink threw; later failures of it are not logged", e);
            }
            stepSinkFailed = true;
        }
    }

    /** The device failed: everything that was handed in ends with the error, nothing more is taken in. */
    private void breakDown(Throwable cause) {
        LOG.debug("the engine broke down", cause);
        BenchmarkException error = describe(cause);
        synchronized (submitting) {
            failure = error;
            closed = true;
        }
        for (int i = 0; i < scheduler.running(); i++) {
            failed(scheduler.running(i), error);
        }
        for (Sequence sequence = scheduler.removeWaiting(true);
                sequence != null;
                sequence = scheduler.removeWaiting(true)) {
            failed(sequence, error);
        }
        for (List<Sequence> batch = inbox.poll(); batch != null; batch = inbox.poll()) {
            batch.forEach(sequence -> failed(sequence, error));
        }
    }

    private void failed(Sequence sequence, BenchmarkException error) {
        sequence.fail(error);
        finish(sequence);
    }

    private static BenchmarkException describe(Throwable cause) {
        if (cause instanceof BenchmarkException known) {
            return known;
        }
        if (cause instanceof OutOfMemoryError) {
            return new BenchmarkException(OUT_OF_MEMORY, "the heap is full; give the JVM more with -Xmx", cause);
        }
        return new BenchmarkException(INTERNAL_ERROR, "a step of the engine failed: " + cause, cause);
    }
}
