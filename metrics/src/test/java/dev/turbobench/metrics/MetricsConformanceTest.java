package dev.turbobench.metrics;

import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.tck.MetricConformance;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("names")
class MetricsConformanceTest extends MetricConformance {

    private final String name;

    MetricsConformanceTest(String name) {
        this.name = name;
    }

    static List<String> names() {
        return new MetricsPlugin().metrics().stream().map(MetricFactory::name).toList();
    }

    @Override
    protected MetricFactory factory() {
        return new MetricsPlugin()
                .metrics().stream()
                        .filter(factory -> factory.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
