package dev.turbobench.core.plugin;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists what may be plugins: direct children of the plugin directories that are folders or jars, sorted by name. */
final class PluginScanner {

    private static final Logger LOG = LoggerFactory.getLogger(PluginScanner.class);

    /**
     * What was found.
     *
     * @param sources what may be plugins
     * @param rejected what cannot even be looked into
     */
    record Scan(List<PluginSource> sources, List<RejectedPlugin> rejected) {}

    Scan scan(List<Path> directories) {
        Set<Path> seen = new LinkedHashSet<>();
        List<PluginSource> sources = new ArrayList<>();
        List<RejectedPlugin> rejected = new ArrayList<>();
        for (Path directory : directories) {
            try {
                for (Path child : children(directory)) {
                    scanChild(child, seen, sources, rejected);
                }
            } catch (IOException e) {
                throw new BenchmarkException(
                        INVALID_OPTION, "plugin directory %s cannot be read: %s".formatted(directory, e), e);
            }
        }
        return new Scan(sources, rejected);
    }

    /** Take one thing for a plugin, whatever its name. */
    Scan scanOnly(Path location) {
        List<PluginSource> sources = new ArrayList<>();
        List<RejectedPlugin> rejected = new ArrayList<>();
        if (Files.isDirectory(location)) {
            scanChild(location, new LinkedHashSet<>(), sources, rejected);
        } else {
            sources.add(new PluginSource(location, List.of(location)));
        }
        return new Scan(sources, rejected);
    }

    /** A link that leads nowhere or in circles, or a folder that cannot be read, is no reason to ignore the others. */
    private static void scanChild(
            Path child, Set<Path> seen, List<PluginSource> sources, List<RejectedPlugin> rejected) {
        try {
            if (seen.add(child.toRealPath())) {
                scanChild(child, sources);
            }
        } catch (IOException e) {
            String message = "cannot be read: %s".formatted(Throwables.line(e));
            rejected.add(new RejectedPlugin(child, null, RejectionReason.UNREADABLE, message));
        }
    }

    private static void scanChild(Path child, List<PluginSource> sources) throws IOException {
        if (Files.isDirectory(child)) {
            List<Path> jars =
                    children(child).stream().filter(PluginScanner::isJar).toList();
            sources.add(new PluginSource(child, jars));
        } else if (isJar(child)) {
            sources.add(new PluginSource(child, List.of(child)));
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(PluginScanner::isVisible).sorted().toList();
        }
    }

    private static boolean isVisible(Path path) {
        String name = String.valueOf(path.getFileName());
        boolean ignored = name.startsWith(".") || name.endsWith("~") || name.endsWith(".part");
        if (ignored) {
            LOG.debug("ignored in plugin directory: {}", path);
        }
        return !ignored;
    }

    private static boolean isJar(Path path) {
        boolean jar = Files.isRegularFile(path)
                && path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
        if (!jar) {
            LOG.debug("not a jar, ignored: {}", path);
        }
        return jar;
    }
}
