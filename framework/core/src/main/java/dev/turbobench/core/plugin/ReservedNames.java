package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.RejectionReason.DUPLICATE_ID;
import static dev.turbobench.core.plugin.RejectionReason.NAME_RESERVED;

import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other plugins from taking the names of bundled ones.
 *
 * <p>Where two plugins that are both not bundled claim the same id, neither is loaded: there is no "first wins".
 */
final class ReservedNames {

    private static final Set<String> BUNDLED = Set.of("turbomind", "replay", "metrics", "reporters");

    private final @Nullable Path folder;
    private final Map<String, List<PluginArchive>> byId = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    /**
     * Create the names.
     *
     * @param folder where the distribution has its own plugins; {@code null} if there are none
     * @param archives every plugin that was found
     */
    ReservedNames(@Nullable Path folder, List<PluginArchive> archives) {
        this.folder = folder;
        for (PluginArchive archive : archives) {
            byId.computeIfAbsent(archive.identity().id(), id -> new ArrayList<>())
                    .add(archive);
        }
    }

    boolean isBundled(PluginArchive archive) {
        String id = archive.identity().id();
        return folder != null
                && BUNDLED.contains(id)
                && folder.resolve(id).equals(Path.of(archive.identity().location()));
    }

    /** Check that no other plugin has the id. */
    void checkId(PluginArchive archive) throws PluginRejectedException {
        String id = archive.identity().id();
        List<PluginArchive> claimants = byId.getOrDefault(id, List.of());
        if (claimants.size() < 2 || isBundled(archive)) {
            return;
        }
        List<String> places =
                claimants.stream().map(other -> other.identity().location()).toList();
        boolean reserved = claimants.stream().anyMatch(this::isBundled);
        throw new PluginRejectedException(
                DUPLICATE_ID,
                "the id %s is used by %s; %s"
                        .formatted(
                                id,
                                String.join(" and ", places),
                                reserved
                                        ? "it belongs to the plugin that comes with TurboBench, so choose another"
                                        : "none of them is loaded, remove all but one"));
    }

    /** Check that no component has the name of a bundled one; those of bundled plugins are reserved from then on. */
    void checkComponents(PluginArchive archive, LoadedPlugin plugin) throws PluginRejectedException {
        boolean bundled = isBundled(archive);
        for (String component : components(plugin)) {
            String owner = owners.get(component);
            if (owner != null && !bundled) {
                throw new PluginRejectedException(
                        NAME_RESERVED,
                        "it provides the %s, but that name belongs to the bundled plugin %s; choose another"
                                .formatted(component, owner));
            }
            if (bundled) {
                owners.put(component, archive.identity().id());
            }
        }
    }

    private static List<String> components(LoadedPlugin plugin) {
        List<String> names = new ArrayList<>();
        plugin.engines().stream()
                .map(EngineFactory::name)
                .map("engine "::concat)
                .forEach(names::add);
        plugin.metrics().stream()
                .map(MetricFactory::name)
                .map("metric "::concat)
                .forEach(names::add);
        plugin.reporters().stream()
                .map(ReporterFactory::name)
                .map("reporter "::concat)
                .forEach(names::add);
        plugin.samplers().stream()
                .map(SamplerFactory::name)
                .map("sampler "::concat)
                .forEach(names::add);
        plugin.commands().stream()
                .map(PluginCommand::name)
                .map("command "::concat)
                .forEach(names::add);
        return names;
    }
}
