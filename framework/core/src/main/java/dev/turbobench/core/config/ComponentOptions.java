package dev.turbobench.core.config;

import dev.turbobench.core.config.ComponentKey.Kind;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options that were given for components, matched with what the loaded components declare. */
public final class ComponentOptions {

    private final Map<Kind, Map<String, List<OptionSpec>>> declared = new EnumMap<>(Kind.class);
    private final Map<ComponentKey, OptionValue> given = new LinkedHashMap<>();
    private final PluginCatalog catalog;
    private final Problems problems;

    public ComponentOptions(Settings settings, PluginCatalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
        for (Kind kind : Kind.values()) {
            declared.put(kind, new LinkedHashMap<>());
        }
        catalog.engines().values().forEach(this::declare);
        catalog.metrics().values().forEach(this::declare);
        catalog.reporters().values().forEach(this::declare);
        catalog.samplers().values().forEach(this::declare);
        Map<String, ComponentKey> variables = variableNames();
        settings.variables().forEach((name, value) -> {
            ComponentKey key = variables.get(name);
            if (key == null) {
                problems.add("environment variable %s: no loaded plugin has such an option%s"
                        .formatted(name, Suggestion.hint(name, variables.keySet())));
            } else {
                given.put(key, new OptionValue(value, dev.turbobench.spi.option.OptionSource.ENVIRONMENT));
            }
        });
        settings.components().forEach((key, value) -> {
            if (exists(key.kind(), key.component(), "%s: ".formatted(value.origin()))) {
                OptionValue option = new OptionValue(value.text(), value.source());
                given.merge(key, option, (old, now) -> now.source().compareTo(old.source()) < 0 ? old : now);
            }
        });
        settings.given(Setting.SLO).ifPresent(this::addServiceLevel);
        declared.forEach((kind, components) -> components.keySet().forEach(name -> check(kind, name)));
    }

    /** An option that was set by its own name wins. */
    private void addServiceLevel(SettingValue slo) {
        Map<String, String> limits = ServiceLevel.read(slo.texts(), problems);
        if (!limits.isEmpty() && exists(Kind.METRIC, ServiceLevel.METRIC, "slo: ")) {
            limits.forEach((name, seconds) -> given.putIfAbsent(
                    new ComponentKey(Kind.METRIC, ServiceLevel.METRIC, name), new OptionValue(seconds, slo.source())));
        }
    }

    private void declare(EngineFactory factory) {
        declared.get(Kind.ENGINE).put(factory.name(), factory.options());
    }

    private void declare(MetricFactory factory) {
        declared.get(Kind.METRIC).put(factory.name(), factory.options());
    }

    private void declare(ReporterFactory factory) {
        declared.get(Kind.REPORTER).put(factory.name(), factory.options());
    }

    private void declare(SamplerFactory factory) {
        declared.get(Kind.SAMPLER).put(factory.name(), factory.options());
    }

    private Map<String, ComponentKey> variableNames() {
        Map<String, ComponentKey> names = new LinkedHashMap<>();
        declared.forEach((kind, components) -> components.forEach((component, options) -> options.forEach(option -> {
            ComponentKey key = new ComponentKey(kind, component, option.name().replace('-', '_'));
            names.put(key.environmentVariable(), key);
        })));
        return names;
    }

    private void check(Kind kind, String component) {
        problems.attempt(() -> options(kind, component), null);
    }

    /** Add a problem unless a loaded plugin has the component. */
    boolean exists(Kind kind, String component, String place) {
        Map<String, List<OptionSpec>> known = specs(kind);
        if (known.containsKey(component)) {
            return true;
        }
        StringBuilder message = new StringBuilder("%sthere is no %s \"%s\"%s"
                .formatted(place, kind.word(), component, Suggestion.hint(component, known.keySet())));
        message.append("; available: %s".formatted(known.isEmpty() ? "none" : String.join(", ", known.keySet())));
        catalog.rejected()
                .forEach(plugin -> message.append(
                        "; not loaded: %s (%s: %s)".formatted(plugin.location(), plugin.reason(), plugin.message())));
        problems.add(StandardErrorCode.UNKNOWN_COMPONENT, message.toString());
        return false;
    }

    List<String> names(Kind kind) {
        return List.copyOf(specs(kind).keySet());
    }

    /** The options that were given for a component, by name. */
    Map<String, OptionValue> given(Kind kind, String component) {
        Map<String, OptionValue> result = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (key.kind() == kind && key.component().equals(component)) {
                result.put(key.option(), value);
            }
        });
        return result;
    }

    /** All options of a component, checked. */
    Options options(Kind kind, String component) {
        String prefix = "%s.%s".formatted(kind.word(), component);
        return Options.of(prefix, spec(kind, component), given(kind, component));
    }

    /** The options of an engine, checked; empty after adding a problem if they are wrong. */
    public Optional<Options> engine(String name) {
        @Nullable Options options = problems.<@Nullable Options>attempt(() -> options(Kind.ENGINE, name), null);
        return Optional.ofNullable(options);
    }

    List<OptionSpec> spec(Kind kind, String component) {
        return specs(kind).getOrDefault(component, List.of());
    }

    private Map<String, List<OptionSpec>> specs(Kind kind) {
        return declared.getOrDefault(kind, Map.of());
    }
}
