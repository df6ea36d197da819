package dev.turbobench.engine.turbomind.device.cuda;

import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutFloat;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memSet;
import static org.lwjgl.system.MemoryUtil.nmemAlignedAllocChecked;
import static org.lwjgl.system.MemoryUtil.nmemAlignedFree;
import static org.lwjgl.system.MemoryUtil.nmemAllocChecked;
import static org.lwjgl.system.MemoryUtil.nmemFree;

/**
 * A kernel with a block of arguments that is written and used again and again, so that a launch allocates nothing.
 *
 * <p>Usage: {@code grid}, {@code block}, then the arguments in the order of the parameters, then {@code launch}. Belongs
 * to one thread.
 */
public final class CudaKernel implements AutoCloseable {

    // struct CUlaunchConfig: gridDim 3 x 4, blockDim 3 x 4, sharedMemBytes 4, padding 4, stream 8, attributes 8, count
    // 4
    private static final int GRID = 0;
    private static final int BLOCK = 12;
    private static final int SHARED_MEMORY = 24;
    private static final int STREAM = 32;
    private static final int ATTRIBUTES = 40;
    private static final int ATTRIBUTE_COUNT = 48;
    private static final int CONFIGURATION_BYTES = 56;
    // struct CUlaunchAttribute: id 4, padding 4, value 64
    private static final int ATTRIBUTE_VALUE = 8;
    private static final int ATTRIBUTE_BYTES = 72;
    private static final int PROGRAMMATIC_STREAM_SERIALIZATION = 6;
    /** Beyond 48 KiB, what the kernel declares itself included, the driver must be told; nobody declares more than 16. */
    private static final int UNANNOUNCED_SHARED_MEMORY = 32 * 1024;

    private static final int ARGUMENT_ALIGNMENT = 64;

    private final CudaDriver driver;
    private final long function;
    private final int[] sizes;
    private final long[] slots;
    private final long arguments;
    private final long pointers;
    private final long configuration;
    private int allowedSharedMemory = UNANNOUNCED_SHARED_MEMORY;
    private int next;
    private boolean closed;

    CudaKernel(CudaDriver driver, long function, int[] parameterBytes) {
        this.driver = driver;
        this.function = function;
        this.sizes = parameterBytes.clone();
        this.slots = new long[sizes.length];
        long total = 0;
        for (int i = 0; i < sizes.length; i++) {
            slots[i] = total;
            total += (sizes[i] + ARGUMENT_ALIGNMENT - 1L) / ARGUMENT_ALIGNMENT * ARGUMENT_ALIGNMENT;
        }
        this.arguments = nmemAlignedAllocChecked(ARGUMENT_ALIGNMENT, Math.max(total, ARGUMENT_ALIGNMENT));
        this.pointers = nmemAllocChecked(Math.max(1, sizes.length) * (long) Long.BYTES);
        this.configuration = nmemAllocChecked(CONFIGURATION_BYTES + ATTRIBUTE_BYTES);
        memSet(configuration, 0, CONFIGURATION_BYTES + (long) ATTRIBUTE_BYTES);
        for (int i = 0; i < sizes.length; i++) {
            slots[i] += arguments;
            memPutAddress(pointers + i * (long) Long.BYTES, slots[i]);
        }
        grid(1, 1, 1);
        block(1, 1, 1);
        long attribute = configuration + CONFIGURATION_BYTES;
        memPutInt(attribute, PROGRAMMATIC_STREAM_SERIALIZATION);
        memPutInt(attribute + ATTRIBUTE_VALUE, 1);
        memPutAddress(configuration + ATTRIBUTES, attribute);
    }

    /** Set the number of blocks, and begin with the first argument. */
    public CudaKernel grid(int x, int y, int z) {
        memPutInt(configuration + GRID, x);
        memPutInt(configuration + GRID + 4, y);
        memPutInt(configuration + GRID + 8, z);
        next = 0;
        return this;
    }

    /** Set the number of threads in a block. */
    public CudaKernel block(int x, int y, int z) {
        memPutInt(configuration + BLOCK, x);
        memPutInt(configuration + BLOCK + 4, y);
        memPutInt(configuration + BLOCK + 8, z);
        return this;
    }

    /** Set the size of the dynamic shared memory. */
    public CudaKernel sharedMemory(int bytes) {
        if (bytes > allowedSharedMemory) {
            driver.allowSharedMemory(function, bytes);
            allowedSharedMemory = bytes;
        }
        memPutInt(configuration + SHARED_MEMORY, bytes);
        return this;
    }

    /** Let the launch begin before the kernel in front of it has ended; the kernel itself must wait for its results. */
    public CudaKernel overlapping(boolean overlap) {
        memPutInt(configuration + ATTRIBUTE_COUNT, overlap ? 1 : 0);
        return this;
    }

    /** Give the next argument. */
    public CudaKernel argument(long value) {
        memPutLong(slot(Long.BYTES), value);
        return this;
    }

    /** Give the next argument. */
    public CudaKernel argument(int value) {
        memPutInt(slot(Integer.BYTES), value);
        return this;
    }

    /** Give the next argument. */
    public CudaKernel argument(float value) {
        memPutFloat(slot(Float.BYTES), value);
        return this;
    }

    /** Give the next argument, a structure: write it at the returned address, which is aligned to 64 bytes. */
    public long structureArgument(int bytes) {
        return slot(bytes);
    }

    private long slot(int bytes) {
        if (next == sizes.length || sizes[next] != bytes) {
            throw new IllegalStateException("argument %d of %d has %d bytes".formatted(next, sizes.length, bytes));
        }
        return slots[next++];
    }

    /** Enqueue the kernel. */
    public void launch(CudaStream stream) {
        if (next != sizes.length) {
            throw new IllegalStateException("%d of %d arguments given".formatted(next, sizes.length));
        }
        memPutAddress(configuration + STREAM, stream.handle());
        driver.launch(configuration, function, pointers);
    }

    /** Registers of one thread. */
    public int registers() {
        return driver.registers(function);
    }

    /** Bytes of local memory of one thread; more than 0 means spilled registers. */
    public int localBytes() {
        return driver.localBytes(function);
    }

    /** Free the argument block. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            nmemAlignedFree(arguments);
            nmemFree(pointers);
            nmemFree(configuration);
        }
    }
}
