package dev.turbobench.reporters.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that grows by whole records, each of which is durable when it was added. */
public final class AppendedFile implements AutoCloseable {

    private final FileChannel channel;
    private final boolean regular;

    private AppendedFile(FileChannel channel, boolean regular) {
        this.channel = channel;
        this.regular = regular;
    }

    /**
     * Create the file or empty it.
     *
     * @param path the file; never {@code null}
     * @return the file, to be closed; never {@code null}
     * @throws IOException if it cannot be written
     */
    public static AppendedFile create(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, CREATE, WRITE, TRUNCATE_EXISTING);
        return new AppendedFile(channel, Files.isRegularFile(path));
    }

    /**
     * Add a record.
     *
     * @param record the record with its line end; never {@code null}
     * @throws IOException if it cannot be written
     */
    public void append(String record) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(record.getBytes(UTF_8));
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        if (regular) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
