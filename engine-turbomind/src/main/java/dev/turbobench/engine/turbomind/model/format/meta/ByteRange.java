package dev.turbobench.engine.turbomind.model.format.meta;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of an open file. */
record ByteRange(FileChannel channel, long size) {

    /** The JDK copies through a buffer of its own, as large as the read, unless the destination is direct. */
    private static final int CHUNK = 1 << 20;

    /** Check that bytes are in the file. */
    void require(long position, long count) throws PickleException {
        if (position < 0 || count < 0 || position > size || count > size - position) {
            throw new PickleException("expected %d bytes at %d, but the file has %d; it is truncated or damaged"
                    .formatted(count, position, size));
        }
    }

    /** Fill a buffer from its position to its limit. */
    void read(long position, ByteBuffer destination) throws IOException {
        int limit = destination.limit();
        long next = position;
        while (destination.position() < limit) {
            destination.limit(Math.min(limit, destination.position() + CHUNK));
            int read = channel.read(destination, next);
            destination.limit(limit);
            if (read < 0) {
                throw new EOFException("it ends at byte %d; it was shortened while in use".formatted(next));
            }
            next += read;
        }
    }
}
