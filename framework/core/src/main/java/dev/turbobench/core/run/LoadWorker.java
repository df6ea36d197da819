package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.component.Failures;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the concurrent clients of a case: makes its request of each round on a thread of its own and waits for the end.
 *
 * <p>Nothing is allocated here between the opening of the gate and the end of a request.
 */
final class LoadWorker implements Runnable {

    private final Engine engine;
    private final List<PlannedRequest> requests;
    private final RoundGate gate;
    private final WorkerEvents events;

    private volatile @Nullable RequestHandle current;
    private volatile boolean cancelled;

    LoadWorker(Engine engine, List<PlannedRequest> requests, RoundGate gate, WorkerEvents events) {
        this.engine = engine;
        this.requests = List.copyOf(requests);
        this.gate = gate;
        this.events = events;
    }

    @Override
    public void run() {
        try {
            for (int round = 0; round < requests.size(); round++) {
                if (!gate.await(round) || !runRequest(requests.get(round))) {
                    return;
                }
            }
        } finally {
            events.workerExited();
        }
    }

    private boolean runRequest(PlannedRequest planned) {
        try {
            planned.log().submitting();
            RequestHandle handle = engine.submit(planned.request(), planned.log());
            current = handle;
            if (cancelled) {
                handle.cancel();
            }
        } catch (Throwable e) {
            events.failed(Failures.ofPlugin("engine: submitting the request of " + planned.name(), e));
            return false;
        }
        if (!planned.log().awaitEnd()) {
            return false;
        }
        BenchmarkException error = error(planned);
        if (error != null) {
            events.failed(error);
            return false;
        }
        events.requestEnded();
        return true;
    }

    private @Nullable BenchmarkException error(PlannedRequest planned) {
        BenchmarkException error = planned.log().error();
        if (error == null && planned.log().reason() == FinishReason.CANCELLED && !cancelled) {
            return new BenchmarkException(
                    PLUGIN_FAILED, "the engine cancelled the request of %s by itself".formatted(planned.name()));
        }
        return error;
    }

    /** Ask the engine to end the request that runs now, or the one being handed in. */
    void cancel() {
        cancelled = true;
        RequestHandle handle = current;
        if (handle != null) {
            handle.cancel();
        }
    }

    /** Stop waiting for a request that does not end. */
    void abandon() {
        requests.forEach(planned -> planned.log().abandon());
    }
}
