package dev.turbobench.core.inject;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import dev.turbobench.core.component.Components;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.Map;

/** What the plugins provide. */
final class PluginCatalogModule extends AbstractModule {

    private final PluginCatalog catalog;

    PluginCatalogModule(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    protected void configure() {
        bind(PluginCatalog.class).toInstance(catalog);
        bindAll(EngineFactory.class, catalog.engines());
        bindAll(MetricFactory.class, catalog.metrics());
        bindAll(ReporterFactory.class, catalog.reporters());
        bindAll(SamplerFactory.class, catalog.samplers());
        bind(Components.class).to(CatalogComponents.class);
        bind(CatalogComponents.class);
    }

    private <T> void bindAll(Class<T> kind, Map<String, T> components) {
        MapBinder<String, T> binder = MapBinder.newMapBinder(binder(), String.class, kind);
        components.forEach((name, component) -> binder.addBinding(name).toInstance(component));
    }
}
