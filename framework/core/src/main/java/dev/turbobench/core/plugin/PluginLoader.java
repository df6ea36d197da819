package dev.turbobench.core.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Loads every plugin in some directories; a plugin that cannot be loaded never stops the others. */
public final class PluginLoader {

    /** What reports say of the conformance of plugins that come with the host and are checked when it is built. */
    public static final String BUNDLED = "bundled";

    private final PluginScanner scanner = new PluginScanner();
    private final ComponentLoader components;
    private final UnaryOperator<String> conformance;

    /**
     * Create a loader.
     *
     * @param host the class loader that has the API
     * @param timeouts how long plugins may take
     * @param conformance what is known about the conformance of the plugin with a hash
     */
    public PluginLoader(ClassLoader host, PluginTimeouts timeouts, UnaryOperator<String> conformance) {
        this.components = new ComponentLoader(host, timeouts);
        this.conformance = conformance;
    }

    /** Load plugins of which none is bundled. */
    public PluginCatalog load(List<Path> directories) {
        return load(null, directories);
    }

    /**
     * Load plugins.
     *
     * @param bundled where the distribution has its own plugins, whose names are reserved; {@code null} if there are none
     * @param directories existing directories that hold one plugin in each folder or jar
     * @return all plugins found, the rejected ones included
     */
    public PluginCatalog load(@Nullable Path bundled, List<Path> directories) {
        return load(bundled, scanner.scan(directories));
    }

    /**
     * Load a single plugin.
     *
     * @param location its jar or folder
     */
    public PluginCatalog loadOnly(Path location) {
        return load(null, scanner.scanOnly(location));
    }

    private PluginCatalog load(@Nullable Path bundled, PluginScanner.Scan scan) {
        List<RejectedPlugin> rejected = new ArrayList<>(scan.rejected());
        List<PluginArchive> archives = new ArrayList<>();
        for (PluginSource source : scan.sources()) {
            try {
                archives.add(PluginArchive.open(source));
            } catch (PluginRejectedException e) {
                rejected.add(e.rejection(source.location(), null));
            }
        }
        ReservedNames names = new ReservedNames(bundled, archives);
        List<PluginArchive> bundledFirst = new ArrayList<>(archives);
        bundledFirst.sort(Comparator.comparing(names::isBundled).reversed());
        TreeMap<Integer, LoadedPlugin> loaded = new TreeMap<>();
        for (PluginArchive archive : bundledFirst) {
            try {
                names.checkId(archive);
                LoadedPlugin plugin = components.load(archive.withConformance(
                        names.isBundled(archive)
                                ? BUNDLED
                                : conformance.apply(archive.identity().sha256())));
                names.checkComponents(archive, plugin);
                loaded.put(archives.indexOf(archive), plugin);
            } catch (PluginRejectedException e) {
                rejected.add(e.rejection(
                        Path.of(archive.identity().location()),
                        archive.identity().id()));
            }
        }
        return new PluginCatalog(List.copyOf(loaded.values()), rejected);
    }
}
