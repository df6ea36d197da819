package dev.turbobench.spi.metric;

/**
 * A confidence interval.
 *
 * @param low lower end, in the unit of the value
 * @param high upper end
 * @param level confidence level, for example 0.95
 * @param method how it was computed, for example {@code bootstrap over rounds}
 */
public record Interval(double low, double high, double level, String method) {}
