package dev.turbobench.core.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * Something in a plugin directory that may be a plugin; nothing of it was opened yet.
 *
 * @param location the folder or jar
 * @param jars its jars, sorted by name; empty for a folder without any
 */
record PluginSource(Path location, List<Path> jars) {

    PluginSource {
        jars = List.copyOf(jars);
    }
}
