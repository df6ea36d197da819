package dev.turbobench.engine.turbomind.device.cuda;

/** Work that was recorded once and is launched as a whole. */
public final class CudaGraph implements AutoCloseable {

    private final CudaDriver driver;
    private long handle;

    CudaGraph(CudaDriver driver, long handle) {
        this.driver = driver;
        this.handle = handle;
    }

    /** Put what the device needs in its memory now, so that the first launch is like the others. */
    public void upload(CudaStream stream) {
        driver.uploadGraph(handle, stream.handle());
    }

    /** Enqueue the whole graph. */
    public void launch(CudaStream stream) {
        driver.launchGraph(handle, stream.handle());
    }

    /** Destroy the graph. Idempotent. */
    @Override
    public void close() {
        if (handle != 0) {
            long released = handle;
            handle = 0;
            driver.destroyExecutable(released);
        }
    }
}
