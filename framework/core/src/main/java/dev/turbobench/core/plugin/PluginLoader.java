package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.RejectionReason.DUPLICATE_ID;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Loads every plugin in some directories; a plugin that cannot be loaded never stops the others. */
public final class PluginLoader {

    private final PluginScanner scanner = new PluginScanner();
    private final ComponentLoader components;

    /**
     * Create a loader.
     *
     * @param host the class loader that has the API
     */
    public PluginLoader(ClassLoader host) {
        this.components = new ComponentLoader(host);
    }

    /**
     * Load plugins.
     *
     * @param directories existing directories that hold one plugin in each folder or jar
     * @return all plugins found, the rejected ones included
     */
    public PluginCatalog load(List<Path> directories) {
        List<PluginArchive> archives = new ArrayList<>();
        List<RejectedPlugin> rejected = new ArrayList<>();
        for (PluginSource source : scanner.scan(directories)) {
            try {
                archives.add(PluginArchive.open(source));
            } catch (PluginRejectedException e) {
                rejected.add(rejection(source.location(), null, e));
            }
        }
        Map<String, List<PluginArchive>> byId = new TreeMap<>();
        for (PluginArchive archive : archives) {
            byId.computeIfAbsent(archive.identity().id(), id -> new ArrayList<>())
                    .add(archive);
        }
        List<LoadedPlugin> loaded = new ArrayList<>();
        for (PluginArchive archive : archives) {
            try {
                checkUnique(archive, byId.getOrDefault(archive.identity().id(), List.of()));
                loaded.add(components.load(archive));
            } catch (PluginRejectedException e) {
                rejected.add(rejection(
                        Path.of(archive.identity().location()),
                        archive.identity().id(),
                        e));
            }
        }
        return new PluginCatalog(loaded, rejected);
    }

    private static void checkUnique(PluginArchive archive, List<PluginArchive> sameId) throws PluginRejectedException {
        if (sameId.size() > 1) {
            throw new PluginRejectedException(
                    DUPLICATE_ID,
                    "the id %s is used by %s; none of them is loaded, remove all but one"
                            .formatted(
                                    archive.identity().id(),
                                    String.join(
                                            " and ",
                                            sameId.stream()
                                                    .map(other ->
                                                            other.identity().location())
                                                    .toList())));
        }
    }

    private static RejectedPlugin rejection(Path location, @Nullable String id, PluginRejectedException e) {
        return new RejectedPlugin(location, id, e.reason(), e.getMessage());
    }
}
