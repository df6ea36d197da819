package dev.turbobench.core.config;

import dev.turbobench.core.config.ComponentKey.Kind;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.report.ConfigurationEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the effective value of every setting, as reports show it. */
final class EffectiveSettings {

    private final TypedSettings settings;
    private final ComponentOptions components;

    EffectiveSettings(TypedSettings settings, ComponentOptions components) {
        this.settings = settings;
        this.components = components;
    }

    List<ConfigurationEntry> of(EngineSelection engine, OutputConfig output) {
        List<ConfigurationEntry> entries = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            SettingValue value = settings.value(setting);
            String text = switch (setting) {
                case CACHE_DIR -> engine.cacheDirectory().toString();
                case METRICS ->
                    String.join(
                            ",",
                            output.metrics().stream().map(MetricRequest::name).toList());
                case SAMPLERS ->
                    String.join(
                            ",",
                            output.samplers().stream().map(SamplerRequest::name).toList());
                default -> value.text();
            };
            entries.add(new ConfigurationEntry(setting.key(), text, value.source(), setting.description()));
        }
        addOptions(Kind.ENGINE, Set.of(engine.name()), entries);
        addOptions(
                Kind.METRIC,
                names(output.metrics().stream().map(MetricRequest::name).toList()),
                entries);
        addOptions(
                Kind.REPORTER,
                names(output.reports().stream().map(ReportRequest::reporter).toList()),
                entries);
        addOptions(
                Kind.SAMPLER,
                names(output.samplers().stream().map(SamplerRequest::name).toList()),
                entries);
        return entries;
    }

    private static Set<String> names(List<String> names) {
        return new LinkedHashSet<>(names);
    }

    private void addOptions(Kind kind, Set<String> names, List<ConfigurationEntry> entries) {
        for (String name : names) {
            Map<String, OptionValue> values = components.options(kind, name).redacted();
            for (OptionSpec spec : components.spec(kind, name)) {
                OptionValue value = values.get(spec.name());
                if (value != null) {
                    String key = "%s.%s.%s".formatted(kind.word(), name, spec.name());
                    entries.add(new ConfigurationEntry(key, value.text(), value.source(), spec.description()));
                }
            }
        }
    }
}
