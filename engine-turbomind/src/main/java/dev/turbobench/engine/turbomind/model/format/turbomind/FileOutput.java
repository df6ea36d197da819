package dev.turbobench.engine.turbomind.model.format.turbomind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** A new file that gets little-endian values one after the other and is on disk when it was finished. */
final class FileOutput implements AutoCloseable {

    private static final int CAPACITY = 1 << 20;

    private final FileChannel channel;
    private final LongConsumer written;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private long bytes;

    /**
     * @param path the file, which must not exist
     * @param written told how many bytes were written since the last time
     */
    FileOutput(Path path, LongConsumer written) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.written = written;
    }

    void write(short[] values, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (buffer.remaining() < Short.BYTES) {
                drain();
            }
            int step = Math.min(count - done, buffer.remaining() / Short.BYTES);
            buffer.asShortBuffer().put(values, offset + done, step);
            buffer.position(buffer.position() + step * Short.BYTES);
            done += step;
        }
    }

    void write(int[] values, int offset, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < Integer.BYTES) {
                drain();
            }
            buffer.putInt(values[offset + i]);
        }
    }

    void writeZeros(long values) throws IOException {
        short[] zeros = new short[(int) Math.min(values, CAPACITY / 2)];
        for (long left = values; left > 0; left -= zeros.length) {
            write(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        int count = buffer.remaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
        bytes += count;
        written.accept(count);
    }

    /** Write what is buffered and wait until it is on disk. */
    long finish() throws IOException {
        drain();
        channel.force(true);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
