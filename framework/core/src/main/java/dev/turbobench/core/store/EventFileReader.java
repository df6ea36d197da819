package dev.turbobench.core.store;

import dev.turbobench.core.record.DamagedLogException;
import dev.turbobench.core.record.UnpackedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of an event file. A last block that was not written to its end is left out. */
final class EventFileReader implements AutoCloseable {

    private static final int MOST_BYTES = 1 << 30;
    /** Deflate makes at most about 1032 bytes of one. */
    private static final long MOST_EXPANSION = 1040;

    private final FileChannel channel;
    private final long size;
    private long intact;

    private EventFileReader(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * A block.
     *
     * @param type its {@link EventBlock#code}, possibly one that a later version added
     * @param content what was put in
     */
    record Block(int type, UnpackedBytes content) {}

    /**
     * Open a file.
     *
     * @throws DamagedLogException if it is not an event file or of another version
     */
    static EventFileReader open(Path file) throws IOException {
        EventFileReader reader = new EventFileReader(FileChannel.open(file));
        try {
            reader.checkMagic();
            return reader;
        } catch (IOException | DamagedLogException e) {
            reader.close();
            throw e;
        }
    }

    private void checkMagic() throws IOException {
        byte[] magic = read(EventFile.MAGIC.length);
        int version = EventFile.MAGIC.length - 1;
        if (magic == null || !Arrays.equals(magic, 0, version, EventFile.MAGIC, 0, version)) {
            throw new DamagedLogException("it does not begin like one");
        }
        if (magic[version] != EventFile.MAGIC[version]) {
            throw new DamagedLogException("it is of version %d, this TurboBench reads version %d"
                    .formatted(magic[version], EventFile.MAGIC[version]));
        }
        intact = channel.position();
    }

    /**
     * Read a block.
     *
     * @return {@code null} at the end
     * @throws DamagedLogException if there is something after this block, but it is not what was written
     */
    @Nullable
    Block next() throws IOException {
        byte[] framing = read(EventFile.FRAME_BYTES);
        if (framing == null) {
            return null;
        }
        ByteBuffer frame = ByteBuffer.wrap(framing).order(ByteOrder.LITTLE_ENDIAN);
        int type = frame.get();
        int length = frame.getInt();
        int count = frame.getInt();
        int checksum = frame.getInt();
        if (type == 0 && count == 0) {
            return null; // space that a file system had made, but not filled, when the power went
        }
        byte[] stored = read(count);
        if (stored == null) {
            return null;
        }
        if (EventFile.checksum(type, length, stored, 0, count) != checksum) {
            if (channel.position() == size) {
                return null;
            }
            throw new DamagedLogException("the block at byte %d has another checksum".formatted(intact));
        }
        byte[] content = inflate(stored, length);
        intact = channel.position();
        return new Block(type, new UnpackedBytes(content));
    }

    /** How many bytes, from the first, hold blocks that were read or skipped so far. */
    long intactBytes() {
        return intact;
    }

    /** Read exactly so many bytes; {@code null} if there are not so many. */
    private byte @Nullable [] read(int count) throws IOException {
        if (count < 0 || count > size - channel.position()) {
            return null;
        }
        byte[] bytes = new byte[count];
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.read(rest) < 0) {
                return null;
            }
        }
        return bytes;
    }

    private static byte[] inflate(byte[] stored, int length) {
        if (length < 0 || length > MOST_BYTES || length > stored.length * MOST_EXPANSION) {
            throw new DamagedLogException("a block of %d bytes says that it holds %d".formatted(stored.length, length));
        }
        byte[] content = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            int filled = 0;
            while (filled < length) {
                int more = inflater.inflate(content, filled, length - filled);
                if (more == 0) {
                    throw new DamagedLogException("a block holds only %d of %d bytes".formatted(filled, length));
                }
                filled += more;
            }
            return content;
        } catch (DataFormatException e) {
            throw new DamagedLogException("a block cannot be unpacked");
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
