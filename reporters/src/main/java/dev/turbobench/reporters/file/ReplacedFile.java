package dev.turbobench.reporters.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of which readers see the old content or the new one, never a part. */
public final class ReplacedFile {

    private ReplacedFile() {}

    /**
     * Replace the content of a file; when this returns, it is durable.
     *
     * <p>It is written beside the file and renamed. Something that is not a regular file, such as a pipe, is written to
     * directly; of a symbolic link the target is replaced.
     *
     * @param path the file, existing or not; never {@code null}
     * @param content the new content; never {@code null}
     * @throws IOException if it cannot be written; the old content is then still there
     */
    public static void write(Path path, byte[] content) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            Files.write(path, content);
            return;
        }
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + ".tmp");
        try {
            writeDurably(beside, content);
            try {
                Files.move(beside, target, ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, target, REPLACE_EXISTING);
            }
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    /**
     * Replace the content of a file that will be written again. What is not a regular file is left alone, because a pipe
     * shall get only the final content.
     *
     * @param path the file, existing or not; never {@code null}
     * @param content the content so far; never {@code null}
     * @throws IOException if it cannot be written; the old content is then still there
     */
    public static void writeDraft(Path path, byte[] content) throws IOException {
        if (!Files.exists(path) || Files.isRegularFile(path)) {
            write(path, content);
        }
    }

    private static void writeDurably(Path path, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
