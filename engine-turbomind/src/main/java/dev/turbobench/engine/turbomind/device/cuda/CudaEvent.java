package dev.turbobench.engine.turbomind.device.cuda;

/** A mark in a stream. */
public final class CudaEvent implements AutoCloseable {

    private final CudaDriver driver;
    private long handle;

    CudaEvent(CudaDriver driver, boolean timing) {
        this.driver = driver;
        this.handle = driver.createEvent(timing);
    }

    long handle() {
        return handle;
    }

    /** Put the mark after what the stream holds now. */
    public void record(CudaStream stream) {
        driver.recordEvent(handle, stream.handle());
    }

    /** Whether the device has passed the mark. */
    public boolean reached() {
        return driver.eventReached(handle);
    }

    /** Wait on the host until the device has passed the mark. */
    public void synchronize() {
        driver.synchronizeEvent(handle);
    }

    /** Milliseconds from this mark to a later one; both need timing and must have been passed. */
    public float millisUntil(CudaEvent later) {
        return driver.elapsedMillis(handle, later.handle);
    }

    /** Destroy the event. Idempotent. */
    @Override
    public void close() {
        if (handle != 0) {
            long released = handle;
            handle = 0;
            driver.destroyEvent(released);
        }
    }
}
