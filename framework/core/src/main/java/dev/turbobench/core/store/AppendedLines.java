package dev.turbobench.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of lines, each of which is durable when it was added. */
final class AppendedLines implements AutoCloseable {

    private final FileChannel channel;

    private AppendedLines(FileChannel channel) {
        this.channel = channel;
    }

    static AppendedLines create(Path file) throws IOException {
        return new AppendedLines(FileChannel.open(file, CREATE_NEW, WRITE));
    }

    void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
