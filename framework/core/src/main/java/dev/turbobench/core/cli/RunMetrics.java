package dev.turbobench.core.cli;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.report.ConfigurationEntry;
import dev.turbobench.spi.report.RunHeader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which metrics a stored run had, with which options. */
final class RunMetrics {

    private static final String PREFIX = "metric.";

    private RunMetrics() {}

    /**
     * Get the settings that compute the same metrics, unless others were given.
     *
     * @param given what the user wrote now, which wins
     * @param warnings gets what cannot be done as in the run
     */
    static CommandLineSettings settings(
            RunHeader header, PluginCatalog catalog, CommandLineSettings given, List<String> warnings) {
        Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
        values.putAll(given.values());
        List<String> names = names(header, catalog, warnings);
        if (!names.isEmpty()) {
            values.putIfAbsent(Setting.METRICS, List.of(String.join(",", names)));
        }
        List<String> assignments = new ArrayList<>();
        for (ConfigurationEntry entry : header.configuration()) {
            if (entry.key().startsWith(PREFIX)
                    && entry.source() != OptionSource.DEFAULT
                    && isDeclared(entry.key(), catalog)) {
                assignments.add("%s=%s".formatted(entry.key(), entry.value()));
            }
        }
        assignments.addAll(given.assignments());
        return new CommandLineSettings(values, assignments);
    }

    private static List<String> names(RunHeader header, PluginCatalog catalog, List<String> warnings) {
        List<String> names = new ArrayList<>();
        for (ConfigurationEntry entry : header.configuration()) {
            if (entry.key().equals(Setting.METRICS.key()) && !entry.value().isEmpty()) {
                for (String name : entry.value().split(",")) {
                    if (catalog.metrics().containsKey(name)) {
                        names.add(name);
                    } else {
                        warnings.add("metric %s of the run is not loaded; its numbers stay as they were stored"
                                .formatted(name));
                    }
                }
            }
        }
        return names;
    }

    private static boolean isDeclared(String key, PluginCatalog catalog) {
        String[] words = key.split("\\.", 3);
        MetricFactory factory = words.length < 3 ? null : catalog.metrics().get(words[1]);
        return factory != null
                && factory.options().stream().anyMatch(option -> option.name().equals(words[2]));
    }
}
