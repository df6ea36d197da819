package dev.turbobench.core.inject;

import static dev.turbobench.spi.error.StandardErrorCode.UNKNOWN_COMPONENT;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** The components of the catalog. */
final class CatalogComponents implements Components {

    private final Map<String, EngineFactory> engines;
    private final Map<String, MetricFactory> metrics;
    private final Map<String, ReporterFactory> reporters;
    private final Map<String, SamplerFactory> samplers;
    private final PluginCatalog catalog;

    @Inject
    CatalogComponents(
            Map<String, EngineFactory> engines,
            Map<String, MetricFactory> metrics,
            Map<String, ReporterFactory> reporters,
            Map<String, SamplerFactory> samplers,
            PluginCatalog catalog) {
        this.engines = engines;
        this.metrics = metrics;
        this.reporters = reporters;
        this.samplers = samplers;
        this.catalog = catalog;
    }

    @Override
    public EngineFactory engine(String name) {
        return find("engine", engines, name);
    }

    @Override
    public MetricFactory metric(String name) {
        return find("metric", metrics, name);
    }

    @Override
    public ReporterFactory reporter(String name) {
        return find("reporter", reporters, name);
    }

    @Override
    public SamplerFactory sampler(String name) {
        return find("sampler", samplers, name);
    }

    @Override
    public List<PluginIdentity> plugins() {
        return catalog.identities();
    }

    private static <T> T find(String kind, Map<String, T> components, String name) {
        T component = components.get(name);
        if (component == null) {
            throw new BenchmarkException(
                    UNKNOWN_COMPONENT,
                    "there is no %s \"%s\"; available: %s".formatted(kind, name, components.keySet()));
        }
        return component;
    }
}
