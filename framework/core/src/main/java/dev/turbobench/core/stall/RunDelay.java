package dev.turbobench.core.stall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How long a thread was ready to run but had no CPU: the second number of Linux's {@code schedstat}. Reading it takes a
 * microsecond and allocates nothing.
 */
final class RunDelay implements AutoCloseable {

    /** There is no such file on this machine. */
    static final long UNKNOWN = -1;

    private final @Nullable FileChannel file;
    private final ByteBuffer text = ByteBuffer.allocateDirect(128);
    private long last;

    private RunDelay(@Nullable FileChannel file) {
        this.file = file;
        this.last = total();
    }

    /** Start watching the thread that calls this. */
    static RunDelay ofThisThread() {
        return of(Path.of("/proc/thread-self/schedstat"));
    }

    static RunDelay of(Path path) {
        try {
            return new RunDelay(FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException | UnsupportedOperationException e) {
            return new RunDelay(null);
        }
    }

    /** Nanoseconds since the last call, or {@link #UNKNOWN}. */
    long sinceLast() {
        long now = total();
        long passed = now == UNKNOWN || last == UNKNOWN ? UNKNOWN : now - last;
        last = now;
        return passed;
    }

    private long total() {
        if (file == null) {
            return UNKNOWN;
        }
        try {
            text.clear();
            file.read(text, 0);
            text.flip();
            return secondNumber();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private long secondNumber() {
        while (text.hasRemaining() && text.get() != ' ') {
            // The first number is the time on a CPU.
        }
        long value = UNKNOWN;
        while (text.hasRemaining()) {
            int digit = text.get() - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = Math.max(0, value) * 10 + digit;
        }
        return value;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
