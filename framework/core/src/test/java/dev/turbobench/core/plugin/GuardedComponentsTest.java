package dev.turbobench.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.SamplerFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GuardedComponentsTest {

    static List<Arguments> components() {
        return List.of(
                Arguments.of(Engine.class, GuardedEngine.class),
                Arguments.of(EngineFactory.class, GuardedEngineFactory.class),
                Arguments.of(Metric.class, GuardedMetric.class),
                Arguments.of(MetricFactory.class, GuardedMetricFactory.class),
                Arguments.of(Reporter.class, GuardedReporter.class),
                Arguments.of(ReporterFactory.class, GuardedReporterFactory.class),
                Arguments.of(Sampler.class, GuardedSampler.class),
                Arguments.of(SamplerFactory.class, GuardedSamplerFactory.class),
                Arguments.of(PluginCommand.class, GuardedCommand.class));
    }

    /** A default method of the API that is not passed on would hide what the plugin made of it. */
    @ParameterizedTest
    @MethodSource("components")
    void passesOnEveryCall(Class<?> component, Class<?> guard) {
        assertThat(component.getMethods())
                .extracting(Method::getName)
                .isSubsetOf(Arrays.stream(guard.getDeclaredMethods())
                        .map(Method::getName)
                        .toList());
    }
}
