package dev.turbobench.spi.engine;

/** A request that was handed in. */
public interface RequestHandle {

    /**
     * Get the id of the request.
     *
     * @return {@link GenerationRequest#id}
     */
    long id();

    /**
     * Ask the engine to stop the request.
     *
     * <p>Returns at once. The sink gets {@link TokenSink#onFinish} with {@link FinishReason#CANCELLED} unless the request
     * ended before. Idempotent.
     */
    void cancel();
}
