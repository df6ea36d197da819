package dev.turbobench.core.plugin;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Every plugin that was found.
 *
 * @param loaded plugins whose components can be used, in the order in which they were found
 * @param rejected plugins that cannot be used, with reasons
 */
public record PluginCatalog(List<LoadedPlugin> loaded, List<RejectedPlugin> rejected) {

    public PluginCatalog {
        loaded = List.copyOf(loaded);
        rejected = List.copyOf(rejected);
    }

    /** Get the engines by name, in the order in which they were found; of a name that several plugins claim, {@link #conflicts} tells. */
    public Map<String, EngineFactory> engines() {
        return byName(LoadedPlugin::engines, EngineFactory::name);
    }

    public Map<String, MetricFactory> metrics() {
        return byName(LoadedPlugin::metrics, MetricFactory::name);
    }

    public Map<String, ReporterFactory> reporters() {
        return byName(LoadedPlugin::reporters, ReporterFactory::name);
    }

    public Map<String, SamplerFactory> samplers() {
        return byName(LoadedPlugin::samplers, SamplerFactory::name);
    }

    public Map<String, PluginCommand> commands() {
        return byName(LoadedPlugin::commands, PluginCommand::name);
    }

    public List<PluginIdentity> identities() {
        return loaded.stream().map(LoadedPlugin::identity).toList();
    }

    /**
     * Get the component names that more than one plugin claims. There is no "first wins": nothing can be run before all
     * but one of the plugins were removed.
     *
     * @return one line for each name; empty if all names are unique
     */
    public List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        addConflicts("engine", LoadedPlugin::engines, EngineFactory::name, conflicts);
        addConflicts("metric", LoadedPlugin::metrics, MetricFactory::name, conflicts);
        addConflicts("reporter", LoadedPlugin::reporters, ReporterFactory::name, conflicts);
        addConflicts("sampler", LoadedPlugin::samplers, SamplerFactory::name, conflicts);
        addConflicts("command", LoadedPlugin::commands, PluginCommand::name, conflicts);
        return conflicts;
    }

    private <T> Map<String, T> byName(Function<LoadedPlugin, List<T>> components, Function<T, String> name) {
        Map<String, T> result = new LinkedHashMap<>();
        for (LoadedPlugin plugin : loaded) {
            components.apply(plugin).forEach(component -> result.put(name.apply(component), component));
        }
        return Collections.unmodifiableMap(result);
    }

    private <T> void addConflicts(
            String kind, Function<LoadedPlugin, List<T>> components, Function<T, String> name, List<String> conflicts) {
        Map<String, List<String>> owners = new TreeMap<>();
        for (LoadedPlugin plugin : loaded) {
            for (T component : components.apply(plugin)) {
                PluginIdentity owner = plugin.identity();
                owners.computeIfAbsent(name.apply(component), key -> new ArrayList<>())
                        .add("%s (%s)".formatted(owner.id(), owner.location()));
            }
        }
        owners.forEach((component, plugins) -> {
            if (plugins.size() > 1) {
                conflicts.add("%s \"%s\" is provided by %s; remove all but one"
                        .formatted(kind, component, String.join(" and by ", plugins)));
            }
        });
    }
}
