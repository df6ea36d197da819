package dev.turbobench.metrics;

import dev.turbobench.metrics.legacy.LegacyMetricFactory;
import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.metric.MetricFactory;
import java.util.List;

/** The plugin with the metrics that come with TurboBench. */
public final class MetricsPlugin implements BenchmarkPlugin {

    @Override
    public List<MetricFactory> metrics() {
        return List.of(new LegacyMetricFactory());
    }
}
