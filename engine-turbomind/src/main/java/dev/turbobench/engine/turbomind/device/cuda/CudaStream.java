package dev.turbobench.engine.turbomind.device.cuda;

/** A queue of work for the device, independent of the default stream. */
public final class CudaStream implements AutoCloseable {

    private final CudaDriver driver;
    private long handle;

    CudaStream(CudaDriver driver) {
        this.driver = driver;
        this.handle = driver.createStream();
    }

    /** The {@code CUstream}. */
    public long handle() {
        return handle;
    }

    /** Enqueue a copy from host memory, which must be pinned for the copy to be asynchronous. */
    public void copyToDevice(long destination, long source, long bytes) {
        driver.copyToDevice(destination, source, bytes, handle);
    }

    /** Enqueue a copy to host memory, which must be pinned for the copy to be asynchronous. */
    public void copyToHost(long destination, long source, long bytes) {
        driver.copyToHost(destination, source, bytes, handle);
    }

    /** Enqueue a copy within the device. */
    public void copyOnDevice(long destination, long source, long bytes) {
        driver.copyOnDevice(destination, source, bytes, handle);
    }

    /** Enqueue filling memory with a byte. */
    public void fill(long destination, byte value, long bytes) {
        driver.fill(destination, value, bytes, handle);
    }

    /** Let later work wait for an event. */
    public void await(CudaEvent event) {
        driver.waitForEvent(handle, event.handle());
    }

    /** Wait on the host until all work is done. */
    public void synchronize() {
        driver.synchronizeStream(handle);
    }

    /**
     * Record the work that {@code body} enqueues in this stream, instead of doing it.
     *
     * @return the recorded work, ready to be launched many times
     */
    public CudaGraph capture(Runnable body) {
        driver.beginCapture(handle);
        boolean recorded = false;
        try {
            body.run();
            recorded = true;
        } finally {
            if (!recorded) {
                driver.abandonCapture(handle);
            }
        }
        long graph = driver.endCapture(handle);
        try {
            return new CudaGraph(driver, driver.instantiate(graph));
        } finally {
            driver.destroyGraph(graph);
        }
    }

    /** Destroy the stream. Idempotent. */
    @Override
    public void close() {
        if (handle != 0) {
            long released = handle;
            handle = 0;
            driver.destroyStream(released);
        }
    }
}
