package dev.turbobench.spi.metric;

/**
 * How long it took to create the engine of a case, from asking for it until it could take requests.
 *
 * @param coldNanos the first time in the run, with nothing loaded, compiled or cached by this process; {@link #UNKNOWN}
 *     if it was not measured
 * @param warmNanos the last time after that; {@link #UNKNOWN} if it was created only once
 */
public record LoadTime(long coldNanos, long warmNanos) {

    /** A time that was not measured. */
    public static final long UNKNOWN = -1;

    /** Nothing was measured. */
    public static final LoadTime NONE = new LoadTime(UNKNOWN, UNKNOWN);
}
