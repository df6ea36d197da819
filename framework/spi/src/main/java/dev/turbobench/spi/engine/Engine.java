package dev.turbobench.spi.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A loaded model that takes requests.
 *
 * <p>All methods may be called from any thread. Between {@code create} and {@link #close} the engine runs the requests it
 * was given, batching them as it sees fit; it must not answer a request from work done for an earlier one unless it
 * reports the reused tokens in {@link TokenSink#onFinish}.
 */
public interface Engine extends AutoCloseable {

    /**
     * Get what really runs, as reports print it.
     *
     * @return the description; never {@code null}
     */
    EngineInfo info();

    /**
     * Get what users must know about how the engine took the model and its options, for example a setting of the model
     * that has no effect. Shown before the run and kept in every report.
     *
     * @return one line each; never {@code null}, empty by default
     */
    default List<String> notices() {
        return List.of();
    }

    /**
     * Get the limits within which a batch is really run together.
     *
     * @return the limits; never {@code null}
     */
    EngineLimits limits();

    /**
     * Hand in a request.
     *
     * <p>Returns without waiting for the model. From then on, until {@link TokenSink#onFinish} or {@link
     * TokenSink#onError} has returned, the engine calls the sink from threads of its own.
     *
     * @param request the request; never {@code null}
     * @param sink where tokens go; never {@code null}
     * @return a handle to cancel the request; never {@code null}
     * @throws dev.turbobench.spi.error.BenchmarkException if the request can never be run, for example because it is
     *     longer than the limits allow; the sink is then never called
     */
    RequestHandle submit(GenerationRequest request, TokenSink sink);

    /**
     * Hand in the requests of a static batch, which are to run together.
     *
     * <p>An engine that can should override this so that no step starts before all of them are in its queue; otherwise a
     * short request can be over before the last one is handed in. Handing them in one after the other, as it is done
     * here, is allowed.
     *
     * @param requests the requests, at least one; never {@code null}
     * @param sinks where the tokens of each go, in the same order; never {@code null}
     * @return a handle for each, in the same order; never {@code null}
     * @throws dev.turbobench.spi.error.BenchmarkException if one of them can never be run; those handed in before it are
     *     then cancelled
     */
    default List<RequestHandle> submitTogether(List<GenerationRequest> requests, List<? extends TokenSink> sinks) {
        List<RequestHandle> handles = new ArrayList<>(requests.size());
        try {
            for (int i = 0; i < requests.size(); i++) {
                handles.add(submit(requests.get(i), sinks.get(i)));
            }
        } catch (RuntimeException | Error e) {
            handles.forEach(RequestHandle::cancel);
            throw e;
        }
        return handles;
    }

    /**
     * Get the devices that the engine uses, as a management library names them, so that samplers watch those and no others.
     *
     * @return for NVIDIA GPUs the PCI bus ids, for example {@code 0000:1B:00.0}; never {@code null}, empty by default
     */
    default List<String> deviceIds() {
        return List.of();
    }

    /**
     * Get the memory in use now.
     *
     * @return bytes for each rank; never {@code null}
     */
    MemoryUsage memoryUsage();

    /**
     * Get what bounds the speed of the engine.
     *
     * <p>Called once after the engine was created, when no request is running. The engine may measure its device then,
     * for at most about a second.
     *
     * @return the bounds; empty if the engine does not know them
     */
    default Optional<Roofline> roofline() {
        return Optional.empty();
    }

    /**
     * Forget everything about earlier requests: called between cases, when no request is running.
     *
     * @throws IllegalStateException if a request is running
     */
    void reset();

    /** Cancel what runs and release everything. Idempotent. */
    @Override
    void close();
}
