package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.component.HostedEngine;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of a case, each on a platform thread of its own, started and parked before the first round. */
final class WorkerGroup {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerGroup.class);

    private final RoundGate gate = new RoundGate();
    private final List<LoadWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LoadEvents events;
    private final int concurrency;
    private final Engine engine;

    /**
     * Start the workers.
     *
     * @param batches the batches of each worker, in the order of the rounds
     */
    WorkerGroup(CaseSpec spec, Engine engine, List<List<PlannedBatch>> batches, Ticker ticker) {
        this.concurrency = spec.concurrency();
        this.engine = engine;
        events = new LoadEvents(batches.size());
        for (int i = 0; i < batches.size(); i++) {
            LoadWorker worker = new LoadWorker(engine, batches.get(i), gate, events, ticker);
            Thread thread = new Thread(worker, "load-%s-%d".formatted(spec.label(), i + 1));
            thread.setDaemon(true);
            thread.setContextClassLoader(HostedEngine.loaderOf(engine));
            workers.add(worker);
            threads.add(thread);
        }
        start();
    }

    private void start() {
        try {
            threads.forEach(Thread::start);
        } catch (OutOfMemoryError e) {
            gate.close(threads);
            throw new BenchmarkException(
                    OUT_OF_MEMORY, "cannot start %d threads for the requests of the case".formatted(threads.size()), e);
        }
    }

    LoadEvents events() {
        return events;
    }

    /** What a thread of the engine died of, if one did. */
    Optional<BenchmarkException> engineDeath() {
        return HostedEngine.deathOf(engine);
    }

    /** Let every worker make its requests of all rounds before the given one. */
    void release(int beforeRound) {
        events.expect(beforeRound * concurrency);
        gate.openUpTo(beforeRound, threads);
    }

    /**
     * End all workers, cancelling what still runs.
     *
     * @param patienceNanos how long the engine may take to end its requests
     * @return false if it did not: then requests may still be running
     */
    boolean stop(long patienceNanos) {
        gate.close(threads);
        workers.forEach(LoadWorker::stopping);
        if (!events.allEnded()) {
            cancelApart();
        }
        boolean ended = false;
        try {
            ended = events.awaitExit(patienceNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            workers.forEach(LoadWorker::abandon);
            threads.forEach(Thread::interrupt);
        }
        return ended;
    }

    /** An engine that hangs in a cancellation must not hang the run. */
    private void cancelApart() {
        Thread thread = new Thread(
                () -> {
                    try {
                        workers.forEach(LoadWorker::cancel);
                    } catch (RuntimeException | LinkageError e) {
                        LOG.error("engine: cancelling a request failed: {}", Failures.oneLine(e));
                        LOG.debug("engine: cancelling a request failed", e);
                    }
                },
                "engine-cancel");
        thread.setDaemon(true);
        thread.setContextClassLoader(HostedEngine.loaderOf(engine));
        thread.start();
    }
}
