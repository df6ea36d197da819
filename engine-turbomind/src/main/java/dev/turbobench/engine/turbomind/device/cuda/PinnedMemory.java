package dev.turbobench.engine.turbomind.device.cuda;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Page-locked host memory. */
public final class PinnedMemory implements AutoCloseable {

    private final CudaDriver driver;
    private final long bytes;
    private long address;

    PinnedMemory(CudaDriver driver, long bytes) {
        this.driver = driver;
        this.bytes = bytes;
        this.address = driver.allocatePinned(bytes);
    }

    /** Where it is. */
    public long address() {
        return address;
    }

    /** How large it is. */
    public long bytes() {
        return bytes;
    }

    /** A view of a part, little endian; it must not be used after {@link #close}. */
    public ByteBuffer view(long offset, int length) {
        if (offset < 0 || length < 0 || offset + length > bytes) {
            throw new IndexOutOfBoundsException("%d bytes from %d of %d".formatted(length, offset, bytes));
        }
        return memByteBuffer(address + offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Free the memory. Idempotent. */
    @Override
    public void close() {
        if (address != 0) {
            long released = address;
            address = 0;
            driver.freePinned(released);
        }
    }
}
