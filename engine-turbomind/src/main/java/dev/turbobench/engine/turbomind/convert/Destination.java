package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.spi.error.StandardErrorCode.CANCELLED;
import static dev.turbobench.spi.error.StandardErrorCode.DISK_FULL;
import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder that appears under its name only when it is complete: it is written beside, brought to the disk and then
 * renamed.
 */
final class Destination {

    private final Path folder;
    private final boolean overwrite;
    private final String mark;

    /**
     * @param folder where the result goes
     * @param overwrite whether an earlier result may be replaced
     * @param mark a file or folder by which an earlier result is recognised; nothing else is ever replaced
     */
    Destination(Path folder, boolean overwrite, String mark) {
        this.folder = folder.toAbsolutePath().normalize();
        this.overwrite = overwrite;
        this.mark = mark;
    }

    Path folder() {
        return folder;
    }

    /** Refuse a destination that would destroy something. */
    void check(List<Path> sources) {
        for (Path source : sources) {
            Path path = real(source);
            if (path.startsWith(real(folder))) {
                throw refused("expected a folder that does not contain the source %s".formatted(source));
            }
        }
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!overwrite) {
            throw refused("it exists; choose another --dst-path or add --overwrite");
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !Files.exists(folder.resolve(mark))) {
            throw refused("--overwrite replaces only what has %s in it; remove it yourself if it is not needed"
                    .formatted(mark));
        }
    }

    /** The path without links, as far as it exists. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
        } catch (IOException e) {
            throw new BenchmarkException(
                    OUTPUT_NOT_WRITABLE, "%s: cannot be followed: %s".formatted(path, JsonFile.reason(e)), e);
        }
    }

    private BenchmarkException refused(String reason) {
        return new BenchmarkException(OUTPUT_NOT_WRITABLE, "%s: %s".formatted(folder, reason));
    }

    /**
     * Write the folder.
     *
     * @param bytes how much will be written, at least
     * @param content writes into the folder it is given
     */
    void write(long bytes, Content content) {
        Path parent = folder.getParent();
        if (parent == null) {
            throw refused("expected a folder, found the root");
        }
        Path partial = null;
        try {
            Files.createDirectories(parent);
            long usable = Files.getFileStore(parent).getUsableSpace();
            if (usable < bytes) {
                throw new BenchmarkException(
                        DISK_FULL,
                        "%s: expected %,d bytes of free disk space, found %,d".formatted(parent, bytes, usable));
            }
            partial = Files.createTempDirectory(parent, folder.getFileName() + ".partial-");
            content.write(partial);
            sync(partial);
            replace(partial, parent);
            partial = null;
        } catch (IOException e) {
            throw unlessStopped(new BenchmarkException(
                    OUTPUT_NOT_WRITABLE, "%s: cannot be written: %s".formatted(folder, JsonFile.reason(e)), e));
        } catch (BenchmarkException e) {
            throw unlessStopped(e);
        } finally {
            discard(partial);
        }
    }

    /** An interrupted thread finds its files closed; what that looks like to who reads or writes them is not the cause. */
    private BenchmarkException unlessStopped(BenchmarkException failure) {
        return Thread.interrupted()
                ? new BenchmarkException(
                        CANCELLED, "%s: not written, because it was stopped".formatted(folder), failure)
                : failure;
    }

    private void replace(Path partial, Path parent) throws IOException {
        Path old = null;
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            check(List.of());
            old = Files.createTempDirectory(parent, folder.getFileName() + ".old-");
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(parent);
        discard(old);
    }

    /** Files of weights are on disk already; this is for the small ones and for the names. */
    private static void sync(Path root) throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                syncFolder(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void syncFolder(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void discard(@Nullable Path root) {
        if (root == null) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new BenchmarkException(
                    OUTPUT_NOT_WRITABLE,
                    "%s: cannot be removed: %s; remove it yourself".formatted(root, JsonFile.reason(e)),
                    e);
        }
    }

    /** Writes files into a folder. */
    @FunctionalInterface
    interface Content {

        void write(Path folder) throws IOException;
    }
}
