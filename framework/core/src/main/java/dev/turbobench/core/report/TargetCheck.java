package dev.turbobench.core.report;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.core.component.Failures;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds out whether a file can be written, by opening it: permissions alone do not tell about read-only mounts. */
final class TargetCheck {

    private TargetCheck() {}

    /**
     * Check a file. What it holds is not touched; if it does not exist, it does not exist afterwards.
     *
     * @param reporter who is to write it, for the message
     * @throws BenchmarkException if it cannot be written
     */
    static void check(String reporter, Path file) {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw failure(reporter, file, "it is a directory");
        }
        Path parent = absolute.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw failure(
                    reporter, file, Files.exists(parent) ? parent + " is not a directory" : "no directory " + parent);
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            if (!Files.isWritable(absolute)) {
                throw failure(reporter, file, "permission denied");
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
            throw failure(reporter, file, reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        // The directory is there: this is how file systems that hold no files of users, such as /proc, answer.
        return e instanceof NoSuchFileException ? "no file can be made in its directory" : Failures.oneLine(e);
    }

    private static BenchmarkException failure(String reporter, Path file, String reason) {
        return new BenchmarkException(
                OUTPUT_NOT_WRITABLE,
                "%s: expected a file that can be written, found %s: %s".formatted(reporter, file, reason));
    }
}
