package dev.turbobench.metrics.legacy;

import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.Options;

/** Creates the metric {@code legacy}. */
public final class LegacyMetricFactory implements MetricFactory {

    @Override
    public String name() {
        return "legacy";
    }

    @Override
    public String description() {
        return "The columns of LMDeploy's profile_generation.py, by its formulas, unrounded.";
    }

    @Override
    public Metric create(Options options) {
        return new LegacyMetric();
    }
}
