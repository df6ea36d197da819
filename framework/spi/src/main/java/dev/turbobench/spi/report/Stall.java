package dev.turbobench.spi.report;

/**
 * A time in which the tool's own threads could not run.
 *
 * @param startNanos when it started, from the start of the case
 * @param nanos how long it was
 * @param cause for example {@code garbage collection} or {@code scheduling}
 */
public record Stall(long startNanos, long nanos, String cause) {}
