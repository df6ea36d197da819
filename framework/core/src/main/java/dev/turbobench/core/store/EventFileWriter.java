package dev.turbobench.core.store;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.turbobench.core.record.PackedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Appends blocks to an event file; each is durable when it was written. */
final class EventFileWriter implements AutoCloseable {

    private final FileChannel channel;
    private final PackedBytes content = new PackedBytes();
    // Events are written between rounds, so time counts; the default level makes files that are hardly smaller.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private byte[] stored = new byte[1 << 16];

    private EventFileWriter(FileChannel channel) {
        this.channel = channel;
    }

    static EventFileWriter create(Path file) throws IOException {
        EventFileWriter writer = new EventFileWriter(FileChannel.open(file, CREATE_NEW, WRITE));
        try {
            writer.write(ByteBuffer.wrap(EventFile.MAGIC));
            return writer;
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    /** Where to put the content of the next block; empty. */
    PackedBytes content() {
        content.clear();
        return content;
    }

    /** Write what was put there as a block. */
    void write(EventBlock type) throws IOException {
        int count = deflate();
        ByteBuffer frame = ByteBuffer.wrap(stored, 0, count).order(ByteOrder.LITTLE_ENDIAN);
        frame.put((byte) type.code())
                .putInt(content.size())
                .putInt(count - EventFile.FRAME_BYTES)
                .putInt(EventFile.checksum(
                        type.code(), content.size(), stored, EventFile.FRAME_BYTES, count - EventFile.FRAME_BYTES));
        frame.rewind();
        write(frame);
    }

    /** Leave room for the frame, then the packed content. */
    private int deflate() {
        deflater.reset();
        deflater.setInput(content.array(), 0, content.size());
        deflater.finish();
        int count = EventFile.FRAME_BYTES;
        while (!deflater.finished()) {
            if (count == stored.length) {
                stored = Arrays.copyOf(stored, stored.length * 2);
            }
            count += deflater.deflate(stored, count, stored.length - count);
        }
        return count;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        channel.close();
    }
}
