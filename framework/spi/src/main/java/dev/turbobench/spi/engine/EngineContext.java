package dev.turbobench.spi.engine;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.option.Options;
import java.nio.file.Path;

/**
 * What an engine needs to know to start.
 *
 * @param model what to load: a path, or {@code synthetic:NAME} for random weights
 * @param device one of the names that {@link EngineFactory#devices} offered, never {@code auto}
 * @param tensorParallelSize number of ranks that the model is split over, a power of 2
 * @param demand the largest load that is going to come
 * @param options the validated options of the engine
 * @param cacheDirectory where the engine may keep files between runs; created on first use by the engine
 * @param ticker the clock of the run
 * @param steps where to report every forward step
 */
public record EngineContext(
        String model,
        String device,
        int tensorParallelSize,
        Demand demand,
        Options options,
        Path cacheDirectory,
        Ticker ticker,
        StepSink steps) {

    /**
     * The largest load that is going to come, so that the engine can size its buffers.
     *
     * @param concurrency most requests at the same time
     * @param sequenceTokens longest sequence, prompt plus completion, in tokens
     */
    public record Demand(int concurrency, int sequenceTokens) {}
}
