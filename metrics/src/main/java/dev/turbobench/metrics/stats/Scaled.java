package dev.turbobench.metrics.stats;

import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/** Values in another unit than they were computed in. */
public final class Scaled {

    private Scaled() {}

    /** A value and its interval, both divided by the same number. */
    public static MetricValue down(
            double divisor, MetricDescriptor descriptor, double value, @Nullable Interval interval, long samples) {
        Interval scaled = interval == null
                ? null
                : new Interval(
                        interval.low() / divisor, interval.high() / divisor, interval.level(), interval.method());
        return new MetricValue(descriptor, value / divisor, scaled, samples, null);
    }
}
