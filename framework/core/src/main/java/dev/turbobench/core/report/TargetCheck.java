package dev.turbobench.core.report;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds out whether a file can be written, by opening it: permissions alone do not tell about read-only mounts. */
final class TargetCheck {

    private TargetCheck() {}

    /**
     * Check a file. What it holds is not touched; if it does not exist, it does not exist afterwards.
     *
     * @throws BenchmarkException if it cannot be written
     */
    static void check(Path file) {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw failure(file, "it is a directory");
        }
        Path parent = absolute.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw failure(file, Files.exists(parent) ? parent + " is not a directory" : "no directory " + parent);
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            if (!Files.isWritable(absolute)) {
                throw failure(file, "permission denied");
            }
            return;
        }
        boolean created = Files.notExists(absolute);
        try {
            Files.newOutputStream(absolute, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (created) {
                Files.delete(absolute);
            }
        } catch (IOException e) {
            throw failure(file, reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static BenchmarkException failure(Path file, String reason) {
        return new BenchmarkException(
                OUTPUT_NOT_WRITABLE,
                "report: expected a file that can be written, found %s: %s".formatted(file, reason));
    }
}
