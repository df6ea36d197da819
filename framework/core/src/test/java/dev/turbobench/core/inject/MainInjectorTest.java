package dev.turbobench.core.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.config.RunConfigReader;
import dev.turbobench.core.config.SettingsReader;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.core.plugin.TestingCatalog;
import dev.turbobench.core.run.RunListener;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainInjectorTest {

    private final PluginCatalog catalog = TestingCatalog.create();

    @Test
    void wiresARun() {
        RunConfig config = RunConfigReader.read(
                SettingsReader.read(new CommandLineSettings(Map.of(), List.of()), Map.of()), catalog, Path.of("cache"));
        assertThat(MainInjector.benchmarkRunner(config, catalog, RunListener.NONE))
                .isNotNull();
    }

    @Test
    void wiresGenerate() {
        assertThat(MainInjector.generateRunner(catalog)).isNotNull();
    }

    @Test
    void findsComponentsByName() {
        Components components =
                Guice.createInjector(new PluginCatalogModule(catalog)).getInstance(Components.class);
        assertThat(components.engine("turbomind")).isSameAs(catalog.engines().get("turbomind"));
        assertThat(components.metric("energy")).isSameAs(catalog.metrics().get("energy"));
        assertThat(components.reporter("json")).isSameAs(catalog.reporters().get("json"));
        assertThat(components.plugins()).isEqualTo(catalog.identities());
        assertThatThrownBy(() -> components.reporter("gone"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("no reporter \"gone\"")
                .hasMessageContaining("csv");
    }
}
