package dev.turbobench.core.plugin;

import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** A metric factory of a plugin. */
final class GuardedMetricFactory implements MetricFactory {

    private final PluginCalls calls;
    private final MetricFactory factory;
    private final Declaration declaration;

    GuardedMetricFactory(PluginCalls calls, MetricFactory factory, Declaration declaration) {
        this.calls = calls;
        this.factory = factory;
        this.declaration = declaration;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public String description() {
        return declaration.description();
    }

    @Override
    public List<OptionSpec> options() {
        return declaration.options();
    }

    @Override
    public Metric create(Options options) {
        Metric metric = calls.call("create of metric " + name(), () -> factory.create(options));
        return new GuardedMetric(calls, metric, name());
    }
}
