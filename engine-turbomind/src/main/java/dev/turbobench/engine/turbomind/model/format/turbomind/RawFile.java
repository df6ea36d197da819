package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A weight file. It is opened when it is first read; reading is thread-safe. */
final class RawFile implements AutoCloseable {

    private static final long LARGEST_MAP = 1 << 30;
    private static final int CHUNK = 1 << 20;

    private final Path path;
    private @Nullable FileChannel channel;
    private MappedByteBuffer @Nullable [] maps;
    private boolean closed;

    RawFile(Path path) {
        this.path = path;
    }

    /** Fill a buffer from a place in the file. */
    void read(long position, ByteBuffer destination) {
        int end = destination.limit();
        try {
            FileChannel source = channel();
            while (destination.position() < end) {
                destination.limit(Math.min(end, destination.position() + CHUNK));
                int start = destination.position();
                int count = source.read(destination, position);
                if (count < 0) {
                    throw new EOFException("it became shorter");
                }
                position += destination.position() - start;
            }
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            destination.limit(end);
        }
    }

    /** Read a few bytes, as the columns of a row are. */
    void gather(long position, byte[] destination, int offset, int count) {
        MappedByteBuffer[] mapped = maps();
        int done = 0;
        while (done < count) {
            long at = position + done;
            MappedByteBuffer map = mapped[(int) (at / LARGEST_MAP)];
            int start = (int) (at % LARGEST_MAP);
            int step = Math.min(count - done, map.capacity() - start);
            map.get(start, destination, offset + done, step);
            done += step;
        }
    }

    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
        if (channel == null) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
        return channel;
    }

    private synchronized MappedByteBuffer[] maps() {
        if (maps == null) {
            try {
                FileChannel source = channel();
                long size = source.size();
                maps = new MappedByteBuffer[(int) ((size + LARGEST_MAP - 1) / LARGEST_MAP)];
                for (int i = 0; i < maps.length; i++) {
                    long start = i * LARGEST_MAP;
                    maps[i] = source.map(FileChannel.MapMode.READ_ONLY, start, Math.min(LARGEST_MAP, size - start));
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
        return maps;
    }

    private BenchmarkException unreadable(IOException e) {
        return new BenchmarkException(MODEL_INVALID, "%s: cannot be read: %s".formatted(path, JsonFile.reason(e)), e);
    }

    @Override
    public synchronized void close() {
        closed = true;
        maps = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
