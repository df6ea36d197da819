package dev.turbobench.spi;

/**
 * The clock of the benchmark.
 *
 * <p>Engines must take their timestamps from the ticker of their {@link dev.turbobench.spi.engine.EngineContext}, so
 * that all times of a run are on one clock and tests can supply their own.
 */
@FunctionalInterface
public interface Ticker {

    /**
     * Read the clock.
     *
     * @return nanoseconds since an arbitrary origin, never decreasing
     */
    long nanoTime();
}
