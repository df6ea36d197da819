package dev.turbobench.engine.turbomind.device.cuda;

/**
 * The primary context of a device, which cuBLASLt and other libraries in the process use too.
 *
 * <p>Belongs to one thread at a time: {@link #makeCurrent} before the first use on another one.
 */
public final class CudaContext implements AutoCloseable {

    private final CudaDriver driver;
    private final CudaDevice device;
    private final long handle;
    private boolean closed;

    private CudaContext(CudaDriver driver, CudaDevice device, long handle) {
        this.driver = driver;
        this.device = device;
        this.handle = handle;
    }

    /** Retain the context and make it current on this thread. */
    public static CudaContext open(CudaDriver driver, int ordinal) {
        CudaDevice device = driver.device(ordinal);
        CudaDriver named = driver.named("%s (device %d)".formatted(device.name(), ordinal));
        CudaContext context = new CudaContext(named, device, named.retainPrimaryContext(ordinal));
        context.makeCurrent();
        return context;
    }

    /** Use the context on this thread. */
    public void makeCurrent() {
        driver.setCurrent(handle);
    }

    /** The device. */
    public CudaDevice device() {
        return device;
    }

    /** The driver, with messages that name this device. */
    CudaDriver driver() {
        return driver;
    }

    /** Bytes of device memory that are free now. */
    public long freeMemory() {
        return driver.freeMemory();
    }

    /** Bytes of device memory, used or not. */
    public long totalMemory() {
        return driver.totalMemory();
    }

    /** Create a stream. */
    public CudaStream createStream() {
        return new CudaStream(driver);
    }

    /** Create an event. */
    public CudaEvent createEvent(boolean timing) {
        return new CudaEvent(driver, timing);
    }

    /** Allocate memory that the device can copy from and to without the CPU. */
    public PinnedMemory allocatePinned(long bytes) {
        return new PinnedMemory(driver, bytes);
    }

    /** Load compiled kernels. */
    public CudaModule load(byte[] cubin) {
        return new CudaModule(driver, cubin);
    }

    /**
     * Describe a row-major matrix of 16-bit numbers for the copy engine of compute capability 9.0; its boxes arrive in
     * shared memory in the 128-byte swizzle.
     *
     * @param map host address of 128 bytes, aligned to 64
     * @param boxColumns at most 64
     */
    public void describeMatrix(
            long map, boolean bf16, long matrix, long rows, long columns, int boxRows, int boxColumns) {
        driver.encodeTensorMap(map, bf16, matrix, rows, columns, columns * Short.BYTES, boxRows, boxColumns);
    }

    /** Wait until the device has nothing left to do. */
    public void synchronize() {
        driver.synchronizeContext();
    }

    /** Release the context. Everything created from it must have been closed. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.releasePrimaryContext(device.ordinal());
        }
    }
}
