package dev.turbobench.core.stall;

/**
 * How much the tool was stopped while it measured.
 *
 * @param count number of stalls
 * @param totalNanos all of them together
 * @param longestNanos the longest
 * @param cause what the longest came from
 */
public record StallSummary(int count, long totalNanos, long longestNanos, StallCause cause) {}
