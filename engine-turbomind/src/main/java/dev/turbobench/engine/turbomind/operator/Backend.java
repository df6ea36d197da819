package dev.turbobench.engine.turbomind.operator;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.DeviceMemory;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Roofline.Rates;
import java.util.Map;
import java.util.Optional;

/**
 * One device with one model on it.
 *
 * <p>A backend is opened with the weights loaded and scratch allocated for a {@link Capacity}. Then come {@link #allocate}
 * for the activations, {@link #freeMemory}, {@link #allocateCache} once, and after that only {@link #submit} and {@link
 * #await}, from one thread, which allocate nothing. {@link #memory} may be called from any thread.
 */
public interface Backend extends AutoCloseable {

    /** Name of the device, for reports. */
    String deviceName();

    /** The device as a management library names it; empty if none does. */
    default Optional<String> deviceId() {
        return Optional.empty();
    }

    /** What the arithmetic runs in. */
    DataType dataType();

    /** Versions and settings that explain the speed of this device, as reports print them. */
    default Map<String, String> details() {
        return Map.of();
    }

    /** The loaded weights. */
    ModelParameters parameters();

    /** The arithmetic; to be called inside {@link ForwardPass#forward} only. */
    Operators operators();

    /** Allocate a matrix of activations; its values are undefined. */
    Buffer allocate(int rows, int columns);

    /** Bytes that one block of the KV cache takes, all layers together. */
    long bytesPerBlock();

    /** Bytes that the KV cache may take now. */
    long freeMemory();

    /** Bytes of memory that the device has, used or not. */
    long totalMemory();

    /** What keys and values are kept in, for reports. */
    default String cacheType() {
        return dataType().label();
    }

    /**
     * Allocate the KV cache.
     *
     * @param blocks number of blocks
     * @throws dev.turbobench.spi.error.BenchmarkException if there is not enough memory
     */
    void allocateCache(int blocks);

    /** What is held on the device now. */
    DeviceMemory memory();

    /**
     * Measure how fast the device reads its memory and computes, for some tenths of a second; nothing else may run.
     *
     * @param ranks how many ranks share this device, or have one of their own like it
     * @param ticker the clock to measure with
     * @return the rates of one rank while all of them work, or why they are unknown
     */
    default Rates measureRates(int ranks, Ticker ticker) {
        return Rates.unknown("engine turbomind has no probe for this device yet");
    }

    /**
     * How many batches may be in flight: 1 if {@link #submit} returns when everything is done; 2 if the device takes the
     * tokens of a step from the one before by itself, so that the host can prepare it in the meantime.
     */
    int pipelineDepth();

    /**
     * Start the step of a batch. The batch must not be changed until {@link #await}; steps run in the order of submission.
     *
     * @param batch what to compute
     * @param pass the model; always the same object
     */
    void submit(Batch batch, ForwardPass pass);

    /** Wait for the oldest submitted batch; then its results are in its arrays. */
    void await(Batch batch);

    /** Release everything. Idempotent. */
    @Override
    void close();
}
