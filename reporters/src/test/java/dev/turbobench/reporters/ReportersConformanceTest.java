package dev.turbobench.reporters;

import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.tck.ReporterConformance;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("names")
class ReportersConformanceTest extends ReporterConformance {

    private final String name;

    ReportersConformanceTest(String name) {
        this.name = name;
    }

    static List<String> names() {
        return new ReportersPlugin()
                .reporters().stream().map(ReporterFactory::name).toList();
    }

    @Override
    protected ReporterFactory factory() {
        return new ReportersPlugin()
                .reporters().stream()
                        .filter(factory -> factory.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
