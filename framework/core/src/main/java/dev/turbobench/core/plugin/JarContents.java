package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.RejectionReason.CLASS_PATH_OUTSIDE;
import static dev.turbobench.core.plugin.RejectionReason.EXCESSIVE_JAR;
import static dev.turbobench.core.plugin.RejectionReason.HOST_CLASSES_BUNDLED;
import static dev.turbobench.core.plugin.RejectionReason.UNREADABLE_JAR;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a jar says about itself.
 *
 * <p>It is opened here because {@link java.net.URLClassLoader} silently ignores jars that are corrupt, empty or missing.
 *
 * @param file the jar
 * @param headers main attributes of its manifest; empty if it has none
 * @param entries names of its entries
 */
record JarContents(Path file, Attributes headers, Set<String> entries) {

    private static final Pattern RELEASE_FOLDER = Pattern.compile("META-INF/versions/\\d+/");

    /** Far more than any plugin has; above it a jar is broken or hostile. */
    private static final int MAX_ENTRIES = 200_000;

    /** Largest size of an entry that is read as a whole: a manifest, a service file, a class. */
    private static final long MAX_BYTES = 16L << 20;

    static JarContents read(Path file) throws PluginRejectedException {
        try (JarFile jar = new JarFile(file.toFile())) {
            checkSize(file, jar);
            Manifest manifest = jar.getManifest();
            Set<String> entries = jar.stream().map(ZipEntry::getName).collect(Collectors.toUnmodifiableSet());
            return new JarContents(file, manifest == null ? new Attributes() : manifest.getMainAttributes(), entries);
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw new PluginRejectedException(
                    UNREADABLE_JAR, "%s is not a readable jar: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    /** The sizes are those that the jar claims, which is what unpacking goes by. */
    private static void checkSize(Path file, JarFile jar) throws PluginRejectedException {
        if (jar.size() > MAX_ENTRIES) {
            throw new PluginRejectedException(
                    EXCESSIVE_JAR,
                    "%s has %d entries, more than the %d that a plugin may have"
                            .formatted(file.getFileName(), jar.size(), MAX_ENTRIES));
        }
        for (JarEntry entry : Collections.list(jar.entries())) {
            boolean readAsAWhole = entry.getName().endsWith(".class")
                    || entry.getName().toUpperCase(Locale.ROOT).startsWith("META-INF/");
            if (readAsAWhole && entry.getSize() > MAX_BYTES) {
                throw new PluginRejectedException(
                        EXCESSIVE_JAR,
                        "%s contains %s with %d MiB, more than the %d MiB that such a file may have"
                                .formatted(
                                        file.getFileName(), entry.getName(), entry.getSize() >> 20, MAX_BYTES >> 20));
            }
        }
    }

    String fileName() {
        return String.valueOf(file.getFileName());
    }

    @Nullable
    String header(String name) {
        return headers.getValue(name);
    }

    boolean hasService(Class<?> service) {
        return entries.contains("META-INF/services/" + service.getName());
    }

    /** Check that the jar brings nothing that belongs to the host and pulls in nothing from outside the plugin. */
    void checkIsolation(Collection<Path> pluginJars) throws PluginRejectedException {
        for (String entry : entries) {
            String name = RELEASE_FOLDER.matcher(entry).replaceFirst("");
            if (name.endsWith(".class") && HostPackages.containsResource(name)) {
                throw new PluginRejectedException(
                        HOST_CLASSES_BUNDLED,
                        "%s contains %s, which TurboBench provides; give that dependency the scope provided"
                                .formatted(fileName(), name));
            }
        }
        String classPath = header(Attributes.Name.CLASS_PATH.toString());
        if (classPath != null && !classPath.isBlank()) {
            for (String element : List.of(classPath.strip().split("\\s+"))) {
                checkClassPath(element, pluginJars);
            }
        }
    }

    /** Class loaders follow the header Class-Path to files that were neither checked nor hashed. */
    private void checkClassPath(String element, Collection<Path> pluginJars) throws PluginRejectedException {
        try {
            URI target = file.toUri().resolve(element);
            boolean inside = pluginJars.stream().anyMatch(jar -> jar.toUri().equals(target));
            if (inside || ("file".equals(target.getScheme()) && !Files.exists(Path.of(target)))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            return; // not a URI, so no class loader follows it
        }
        throw new PluginRejectedException(
                CLASS_PATH_OUTSIDE,
                "the manifest of %s has Class-Path %s, which is not a jar of this plugin"
                        .formatted(fileName(), element));
    }
}
