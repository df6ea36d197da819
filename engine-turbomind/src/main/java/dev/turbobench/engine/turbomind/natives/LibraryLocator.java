package dev.turbobench.engine.turbomind.natives;

import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds shared libraries by looking at files, so that the answer is an absolute path and an error can list every place.
 *
 * <p>Order: the folders the user gave, {@value #LIBRARY_VARIABLE}, the toolkit of {@code CUDA_HOME} or {@code CUDA_PATH},
 * {@code LD_LIBRARY_PATH}, toolkits under {@code /usr/local} (newest first), distribution packages, packages of pip, and
 * the folders of the loader's configuration.
 */
public final class LibraryLocator {

    /** Environment variable with folders, separated like a path, that are searched first. */
    public static final String LIBRARY_VARIABLE = "TURBOBENCH_LIBRARY_PATH";

    private static final List<String> TOOLKIT_FOLDERS = List.of("lib64", "targets/x86_64-linux/lib", "lib");
    private static final List<String> DISTRIBUTION_FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/lib/x86_64-linux-gnu",
            "/lib64",
            "/usr/lib/wsl/lib",
            "/usr/local/nvidia/lib64",
            "/usr/local/nvidia/lib");
    private static final List<String> PYTHON_PREFIXES = List.of("/usr/local", "/usr");

    private final List<Path> explicit;
    private final Map<String, String> environment;
    private final Path root;

    /**
     * Create a locator.
     *
     * @param explicit folders, or library files, that the user gave
     * @param environment environment variables
     * @param root where absolute paths of this class begin, {@code /} but for tests
     */
    public LibraryLocator(List<Path> explicit, Map<String, String> environment, Path root) {
        this.explicit = List.copyOf(explicit);
        this.environment = Map.copyOf(environment);
        this.root = root;
    }

    /**
     * Create a locator for this machine.
     *
     * @param explicit folders, or library files, that the user gave
     */
    public static LibraryLocator ofMachine(List<Path> explicit) {
        return new LibraryLocator(explicit, System.getenv(), Path.of("/"));
    }

    /**
     * Find a library.
     *
     * @return its absolute path
     * @throws BenchmarkException if it is nowhere, with all places
     */
    public Path locate(LibraryName library) {
        return find(library).orElseThrow(() -> new BenchmarkException(LIBRARY_UNAVAILABLE, missing(library)));
    }

    /** Find a library. */
    public Optional<Path> find(LibraryName library) {
        for (Path place : places()) {
            for (String fileName : library.fileNames()) {
                Path file = place.resolve(fileName);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file.toAbsolutePath());
                }
                if (place.endsWith(fileName) && Files.isRegularFile(place)) {
                    return Optional.of(place.toAbsolutePath());
                }
            }
        }
        return Optional.empty();
    }

    /** One line that says that a library is missing, where it was looked for and what to do. */
    public String missing(LibraryName library) {
        List<String> searched = new ArrayList<>();
        for (Path place : places()) {
            searched.add(place.toString());
        }
        return "%s (%s) was not found; looked in %s; set %s to the folder that holds it"
                .formatted(
                        library.label(),
                        String.join(" or ", library.fileNames()),
                        String.join(", ", searched),
                        LIBRARY_VARIABLE);
    }

    /** All places in order, without those that do not exist, except the ones that the user named. */
    Collection<Path> places() {
        Set<Path> named = new LinkedHashSet<>(explicit);
        addVariable(named, LIBRARY_VARIABLE);
        Set<Path> places = new LinkedHashSet<>();
        addToolkit(places, path(environment.get("CUDA_HOME")));
        addToolkit(places, path(environment.get("CUDA_PATH")));
        addVariable(places, "LD_LIBRARY_PATH");
        children(inRoot("/usr/local"), "cuda*").forEach(toolkit -> addToolkit(places, toolkit));
        DISTRIBUTION_FOLDERS.forEach(folder -> places.add(inRoot(folder)));
        addPythonPackages(places);
        addLoaderConfiguration(places, inRoot("/etc/ld.so.conf"), 0);
        places.removeIf(place -> !Files.exists(place));
        named.addAll(places);
        return named;
    }

    private void addVariable(Set<Path> places, String variable) {
        String value = environment.get(variable);
        if (value == null) {
            return;
        }
        for (String entry : value.split(File.pathSeparator, -1)) {
            if (!entry.isBlank()) {
                places.add(Path.of(entry.strip()));
            }
        }
    }

    private static void addToolkit(Set<Path> places, @Nullable Path toolkit) {
        if (toolkit != null) {
            TOOLKIT_FOLDERS.forEach(folder -> places.add(toolkit.resolve(folder)));
        }
    }

    /** NVIDIA's wheels put libraries in nvidia/PACKAGE/lib, from CUDA 13 on all in nvidia/cu13/lib. */
    private void addPythonPackages(Set<Path> places) {
        Set<Path> prefixes = new LinkedHashSet<>();
        addPrefix(prefixes, path(environment.get("VIRTUAL_ENV")));
        addPrefix(prefixes, path(environment.get("CONDA_PREFIX")));
        String home = environment.get("HOME");
        if (home != null) {
            prefixes.add(Path.of(home, ".local"));
        }
        String executables = environment.getOrDefault("PATH", "");
        for (String folder : executables.split(File.pathSeparator, -1)) {
            if (!folder.isBlank() && Files.exists(Path.of(folder, "python3"))) {
                addPrefix(prefixes, Path.of(folder).getParent());
            }
        }
        PYTHON_PREFIXES.forEach(prefix -> prefixes.add(inRoot(prefix)));
        for (Path prefix : prefixes) {
            for (Path python : children(prefix.resolve("lib"), "python3*")) {
                for (String packages : List.of("site-packages", "dist-packages")) {
                    children(python.resolve(packages).resolve("nvidia"), "*")
                            .forEach(each -> places.add(each.resolve("lib")));
                }
            }
        }
    }

    private static void addPrefix(Set<Path> prefixes, @Nullable Path prefix) {
        if (prefix != null) {
            prefixes.add(prefix);
        }
    }

    private void addLoaderConfiguration(Set<Path> places, Path file, int depth) {
        if (depth > 4 || !Files.isRegularFile(file)) {
            return;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            // What the loader cannot read either adds no place.
            return;
        }
        for (String line : lines) {
            String entry = line.replaceFirst("#.*", "").strip();
            if (entry.startsWith("include ")) {
                Path pattern = inRoot(entry.substring("include ".length()).strip());
                Path folder = pattern.getParent();
                if (folder != null) {
                    for (Path included : children(folder, pattern.getFileName().toString())) {
                        addLoaderConfiguration(places, included, depth + 1);
                    }
                }
            } else if (!entry.isEmpty()) {
                places.add(inRoot(entry));
            }
        }
    }

    private Path inRoot(String absolute) {
        return root.resolve(absolute.startsWith("/") ? absolute.substring(1) : absolute);
    }

    private static @Nullable Path path(@Nullable String value) {
        return value == null || value.isBlank() ? null : Path.of(value.strip());
    }

    /** Children whose name matches, in descending order of their names so that newer versions come first. */
    private static List<Path> children(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
                stream.forEach(found::add);
            } catch (IOException unreadable) {
                return List.of();
            }
        }
        found.sort(Comparator.comparing(Path::toString, new VersionOrder()).reversed());
        return found;
    }
}
