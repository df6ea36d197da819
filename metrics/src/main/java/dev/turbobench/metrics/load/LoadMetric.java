package dev.turbobench.metrics.load;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.LoadTime;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import java.util.List;

/** How long the engine took to start, the first time and after that. */
public final class LoadMetric implements Metric {

    private static final double NANOS = 1e9;

    private static final MetricDescriptor COLD = new MetricDescriptor(
            "load_cold",
            "load time, cold",
            Unit.SECONDS,
            Direction.LOWER_IS_BETTER,
            "From asking for the engine until it could take requests, the first time in the process: weights read and"
                    + " placed, kernels compiled or found in a cache on disk, memory allocated. Whether the operating"
                    + " system had the files in memory is not known.");
    private static final MetricDescriptor WARM = new MetricDescriptor(
            "load_warm",
            "load time, warm",
            Unit.SECONDS,
            Direction.LOWER_IS_BETTER,
            "As load_cold, but of the last time the engine was started anew after it had been started before in the same"
                    + " process, so that classes are loaded, kernels are compiled and files have been read.");

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        LoadTime time = record.loadTime();
        return List.of(
                value(COLD, time.coldNanos(), "n/a (it was not measured)"),
                value(WARM, time.warmNanos(), "n/a (the engine was started once)"));
    }

    private static MetricValue value(MetricDescriptor descriptor, long nanos, String reason) {
        return nanos == LoadTime.UNKNOWN
                ? MetricValue.notAvailable(descriptor, 0, reason)
                : MetricValue.of(descriptor, nanos / NANOS, 1);
    }
}
