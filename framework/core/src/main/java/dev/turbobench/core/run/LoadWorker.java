package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.record.EndSignal;
import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client: hands in its requests of each round on a thread of its own and waits for their end.
 *
 * <p>Where the requests of a round start together there is one client for all of them, so that no scheduling of threads
 * comes between the first and the last; otherwise there is one for each of the concurrent requests.
 */
final class LoadWorker implements Runnable, EndSignal {

    private final Engine engine;
    private final List<PlannedBatch> batches;
    private final RoundGate gate;
    private final LoadEvents events;
    private final Ticker ticker;
    private final AtomicInteger running = new AtomicInteger();

    private volatile @Nullable Thread thread;
    private volatile List<RequestHandle> handles = List.of();
    private volatile boolean cancelled;
    private volatile boolean abandoned;
    private volatile boolean failed;

    LoadWorker(Engine engine, List<PlannedBatch> batches, RoundGate gate, LoadEvents events, Ticker ticker) {
        this.engine = engine;
        this.batches = List.copyOf(batches);
        this.gate = gate;
        this.events = events;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            for (int round = 0; round < batches.size(); round++) {
                if (!gate.await(round) || !run(batches.get(round))) {
                    return;
                }
            }
        } finally {
            events.workerExited();
        }
    }

    private boolean run(PlannedBatch batch) {
        running.set(batch.size());
        try {
            List<RequestLog> logs = batch.logs();
            long now = ticker.nanoTime();
            for (int i = 0; i < logs.size(); i++) {
                logs.get(i).submitting(now, this);
            }
            handles = checked(engine.submitTogether(batch.requests(), logs), batch);
            if (cancelled) {
                handles.forEach(RequestHandle::cancel);
            }
        } catch (Throwable e) {
            events.failed(Failures.ofPlugin("engine: submitting " + batch.name(), e));
            return false;
        }
        if (!awaitEnd(batch)) {
            return false;
        }
        events.requestsEnded(batch.size());
        return true;
    }

    private static List<RequestHandle> checked(@Nullable List<RequestHandle> handles, PlannedBatch batch) {
        if (handles == null || handles.size() != batch.size()) {
            throw new BenchmarkException(
                    PLUGIN_FAILED,
                    "expected %d request handles, found %s"
                            .formatted(batch.size(), handles == null ? "null" : handles.size()));
        }
        return handles;
    }

    /** Wait until all requests have ended well; false if one failed or they were given up. */
    private boolean awaitEnd(PlannedBatch batch) {
        boolean ended = false;
        while (!ended) {
            ended = running.get() == 0;
            if (ended || failed) {
                failed = false;
                for (PlannedRequest planned : batch.planned()) {
                    BenchmarkException failure = planned.log().hasEnded() ? planned.failure(cancelled) : null;
                    if (failure != null) {
                        events.failed(failure);
                        return awaitRest();
                    }
                }
            }
            if (!ended) {
                if (abandoned || Thread.interrupted()) {
                    return false;
                }
                LockSupport.park(this);
            }
        }
        return true;
    }

    /** After a failure the others are cancelled; only when they have ended is the engine idle again. */
    private boolean awaitRest() {
        while (running.get() > 0 && !abandoned && !Thread.interrupted()) {
            LockSupport.park(this);
        }
        return false;
    }

    @Override
    public void ended(RequestLog request) {
        boolean bad = !request.succeeded();
        if (bad) {
            failed = true;
        }
        if (running.decrementAndGet() == 0 || bad) {
            LockSupport.unpark(thread);
        }
    }

    /** From now on requests that end by cancellation end as they should. */
    void stopping() {
        cancelled = true;
    }

    /** Ask the engine to end the requests that run now; those being handed in follow by themselves. */
    void cancel() {
        handles.forEach(RequestHandle::cancel);
    }

    /** Stop waiting for requests that do not end. */
    void abandon() {
        abandoned = true;
        LockSupport.unpark(thread);
    }
}
