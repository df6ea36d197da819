package dev.turbobench.metrics.stats;

import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values in another unit than they were computed in. */
public final class Scaled {

    private Scaled() {}

    /** A ratio over rounds, its interval and that of each round, all divided by the same number. */
    public static MetricValue down(double divisor, MetricDescriptor descriptor, RoundRatio ratio, long samples) {
        return down(divisor, descriptor, ratio.value(), ratio.interval(), samples, ratio.byRound());
    }

    /** A value, its interval and the value of each round, all divided by the same number. */
    public static MetricValue down(
            double divisor,
            MetricDescriptor descriptor,
            double value,
            @Nullable Interval interval,
            long samples,
            List<Double> byRound) {
        Interval scaled = interval == null
                ? null
                : new Interval(
                        interval.low() / divisor, interval.high() / divisor, interval.level(), interval.method());
        return new MetricValue(
                descriptor,
                value / divisor,
                scaled,
                samples,
                null,
                byRound.stream().map(v -> v / divisor).toList());
    }
}
