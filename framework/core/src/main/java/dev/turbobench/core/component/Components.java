package dev.turbobench.core.component;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;

/**
 * What the loaded plugins provide, by name.
 *
 * <p>The getters throw {@link dev.turbobench.spi.error.BenchmarkException} with {@code UNKNOWN_COMPONENT} for a name that
 * no loaded plugin provides.
 */
public interface Components {

    EngineFactory engine(String name);

    MetricFactory metric(String name);

    ReporterFactory reporter(String name);

    SamplerFactory sampler(String name);

    /** Every loaded plugin, for reports. */
    List<PluginIdentity> plugins();
}
