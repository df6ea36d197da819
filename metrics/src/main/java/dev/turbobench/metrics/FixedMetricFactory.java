package dev.turbobench.metrics;

import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.Options;

/** Creates a metric that has no options. */
record FixedMetricFactory(String name, String description, Metric metric) implements MetricFactory {

    @Override
    public Metric create(Options options) {
        return metric;
    }
}
