package dev.turbobench.engine.turbomind.device.cuda;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Compilers on this machine. One that is missing skips the test; where the environment variable CI is true it fails it,
 * unless the system property {@code turbobench.test.without-NAME} is true.
 */
public final class TestingToolchain {

    private TestingToolchain() {}

    public static Path nvcc() {
        List<Path> folders = new ArrayList<>();
        String home = System.getenv("CUDA_HOME");
        if (home != null) {
            folders.add(Path.of(home, "bin"));
        }
        addPath(folders);
        folders.add(Path.of("/usr/local/cuda/bin"));
        return find("nvcc", folders);
    }

    public static Path gcc() {
        List<Path> folders = new ArrayList<>();
        addPath(folders);
        return find("gcc", folders);
    }

    private static void addPath(List<Path> folders) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
    }

    private static Path find(String name, List<Path> folders) {
        Optional<Path> found = folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        String message = "%s not found in %s: what it would have checked stays unchecked".formatted(name, folders);
        boolean required = "true".equals(System.getenv("CI")) && !Boolean.getBoolean("turbobench.test.without-" + name);
        if (required) {
            fail(message);
        }
        Assumptions.abort(message);
        throw new AssertionError("unreachable");
    }

    /** Runs a command to its end and gives everything it prints; fails if it fails. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            fail("%s%n%s".formatted(String.join(" ", command), output));
        }
        return output;
    }
}
