package dev.turbobench.engine.turbomind.model.format.safetensors;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An open file: 8 bytes with the length of the header (little endian), the header, the values. Reading is thread-safe.
 */
final class SafetensorsFile implements AutoCloseable {

    private static final int PREFIX = 8;
    /** The limit that the format itself sets. */
    private static final long LARGEST_HEADER = 100_000_000;
    /** The JDK copies through a buffer of its own, as large as the read, unless the destination is direct. */
    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final List<TensorEntry> entries;

    private SafetensorsFile(Path path, FileChannel channel, long dataStart, List<TensorEntry> entries) {
        this.path = path;
        this.channel = channel;
        this.dataStart = dataStart;
        this.entries = entries;
    }

    /** Open a file and check its header. */
    static SafetensorsFile open(Path path) {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        try {
            return open(path, channel);
        } catch (RuntimeException e) {
            close(channel, e);
            throw e;
        } catch (IOException e) {
            close(channel, e);
            throw unreadable(path, e);
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < PREFIX) {
            throw invalid(path, "expected at least %d bytes, found %d; it is truncated".formatted(PREFIX, size));
        }
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
        readFully(path, channel, prefix, 0);
        long length = prefix.getLong(0);
        if (length < 0 || length > size - PREFIX) {
            throw invalid(
                    path,
                    "its header claims %s bytes, but only %d follow; it is truncated or not a safetensors file"
                            .formatted(Long.toUnsignedString(length), size - PREFIX));
        }
        if (length > LARGEST_HEADER) {
            throw invalid(
                    path, "its header claims %d bytes, the format allows at most %d".formatted(length, LARGEST_HEADER));
        }
        ByteBuffer header = ByteBuffer.allocate((int) length);
        readFully(path, channel, header, PREFIX);
        long dataStart = PREFIX + length;
        return new SafetensorsFile(
                path, channel, dataStart, SafetensorsHeader.parse(header.array(), path, size - dataStart));
    }

    Path path() {
        return path;
    }

    /** The tensors, in the order of the header. */
    List<TensorEntry> entries() {
        return entries;
    }

    /**
     * Fill a buffer.
     *
     * @param position first byte to read, counted from the end of the header
     * @param destination filled from its position to its limit
     */
    void read(long position, ByteBuffer destination) {
        try {
            readFully(path, channel, destination, dataStart + position);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static void readFully(Path path, FileChannel channel, ByteBuffer destination, long start)
            throws IOException {
        int limit = destination.limit();
        long position = start;
        while (destination.position() < limit) {
            destination.limit(Math.min(limit, destination.position() + CHUNK));
            int read = channel.read(destination, position);
            destination.limit(limit);
            if (read < 0) {
                throw invalid(path, "it ends at byte %d; it was shortened while in use".formatted(position));
            }
            position += read;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static void close(FileChannel channel, Exception reason) {
        try {
            channel.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static BenchmarkException invalid(Path path, String problem) {
        return new BenchmarkException(MODEL_INVALID, "%s: %s".formatted(path, problem));
    }

    private static BenchmarkException unreadable(Path path, IOException e) {
        return new BenchmarkException(MODEL_INVALID, "%s: cannot be read: %s".formatted(path, JsonFile.reason(e)), e);
    }
}
