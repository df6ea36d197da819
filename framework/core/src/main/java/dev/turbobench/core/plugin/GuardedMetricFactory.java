package dev.turbobench.core.plugin;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
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
        return new GuardedMetric(metric);
    }

    private final class GuardedMetric implements Metric {

        private final Metric metric;

        GuardedMetric(Metric metric) {
            this.metric = metric;
        }

        @Override
        public List<MetricValue> compute(CaseRecord record) {
            return calls.call("compute of metric " + name(), () -> List.copyOf(metric.compute(record)));
        }

        @Override
        public List<Distribution> distributions(CaseRecord record) {
            return calls.call("distributions of metric " + name(), () -> List.copyOf(metric.distributions(record)));
        }
    }
}
