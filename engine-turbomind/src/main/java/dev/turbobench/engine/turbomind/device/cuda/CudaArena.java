package dev.turbobench.engine.turbomind.device.cuda;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.spi.error.BenchmarkException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One allocation of device memory that is given out piece by piece and released as a whole.
 *
 * <p>Not thread-safe.
 */
public final class CudaArena implements AutoCloseable {

    /** What memory is used for. */
    public enum Purpose {
        WEIGHTS,
        KV_CACHE,
        WORKSPACE
    }

    private static final long ALIGNMENT = 256;

    private final CudaDriver driver;
    private final long bytes;
    private final Map<Purpose, Long> taken = new EnumMap<>(Purpose.class);
    private long address;
    private long used;

    private CudaArena(CudaDriver driver, long bytes, long address) {
        this.driver = driver;
        this.bytes = bytes;
        this.address = address;
    }

    /**
     * Allocate.
     *
     * @param leastBytes how much; rounded up so that one piece of this size fits
     * @param what what it is for, for the message if there is not enough memory
     */
    public static CudaArena allocate(CudaContext context, long leastBytes, String what) {
        long bytes = aligned(leastBytes);
        long free = context.freeMemory();
        if (bytes > free) {
            throw exhausted(context.device(), bytes, free, what);
        }
        return new CudaArena(context.driver(), bytes, context.driver().allocate(bytes));
    }

    private static BenchmarkException exhausted(CudaDevice device, long bytes, long free, String what) {
        return new BenchmarkException(
                OUT_OF_MEMORY,
                "%s (device %d): %s needs %s, free is %s of %s; lower cache_max_entry_count or the batch size"
                        .formatted(
                                device.name(),
                                device.ordinal(),
                                what,
                                gibibytes(bytes),
                                gibibytes(free),
                                gibibytes(device.memoryBytes())));
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1L << 30));
    }

    /** Size of a piece in the arena. */
    public static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /**
     * Take a piece.
     *
     * @return its address, a multiple of 256
     * @throws IllegalStateException if the arena was planned too small
     */
    public long take(long size, Purpose purpose) {
        long rounded = aligned(size);
        if (rounded > bytes - used) {
            throw new IllegalStateException(
                    "arena of %d bytes: %d taken, %d more asked for".formatted(bytes, used, rounded));
        }
        long piece = address + used;
        used += rounded;
        taken.merge(purpose, rounded, Long::sum);
        return piece;
    }

    /** Bytes taken for a purpose. */
    public long taken(Purpose purpose) {
        return taken.getOrDefault(purpose, 0L);
    }

    /** Bytes not yet taken. */
    public long remaining() {
        return bytes - used;
    }

    /** Size of the arena. */
    public long bytes() {
        return bytes;
    }

    /** Free the memory. Idempotent. */
    @Override
    public void close() {
        if (address != 0) {
            long released = address;
            address = 0;
            driver.free(released);
        }
    }
}
