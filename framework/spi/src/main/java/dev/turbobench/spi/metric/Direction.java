package dev.turbobench.spi.metric;

/** Which way is better. */
public enum Direction {
    /** More is better, for example throughput. */
    HIGHER_IS_BETTER,
    /** Less is better, for example latency. */
    LOWER_IS_BETTER,
    /** Neither way is better. */
    NEUTRAL
}
