package dev.turbobench.engine.turbomind.device.cuda;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memAlloc;
import static org.lwjgl.system.MemoryUtil.memFree;

import java.nio.ByteBuffer;

/** Compiled kernels on a device. */
public final class CudaModule implements AutoCloseable {

    private final CudaDriver driver;
    private long handle;

    CudaModule(CudaDriver driver, byte[] cubin) {
        this.driver = driver;
        ByteBuffer image = memAlloc(cubin.length);
        try {
            image.put(cubin).flip();
            this.handle = driver.loadModule(memAddress(image));
        } finally {
            memFree(image);
        }
    }

    /**
     * Find a kernel.
     *
     * @param name its name in the source
     * @param parameterBytes size of each parameter in order
     */
    public CudaKernel kernel(String name, int... parameterBytes) {
        return new CudaKernel(driver, driver.function(handle, name), parameterBytes);
    }

    /** Unload the kernels. Idempotent. */
    @Override
    public void close() {
        if (handle != 0) {
            long released = handle;
            handle = 0;
            driver.unloadModule(released);
        }
    }
}
