package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.DeviceMemory;
import dev.turbobench.engine.turbomind.device.cuda.CudaDevice;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.natives.LibraryName;
import dev.turbobench.engine.turbomind.natives.Nvml;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the backend holds on its device. What it did not ask for itself (driver, code, graphs, libraries) is the rest of
 * what NVML counts for the process; where NVML does not list the process, the rest of what the device lost since the
 * start.
 */
final class MemoryAccount implements AutoCloseable {

    private final Nvml nvml;
    private final long device;
    private final long usedBefore;
    private final AtomicLong weights = new AtomicLong();
    private final AtomicLong cache = new AtomicLong();
    private final AtomicLong workspace = new AtomicLong();

    private MemoryAccount(Nvml nvml, long device) {
        this.nvml = nvml;
        this.device = device;
        this.usedBefore = nvml.memory(device).used();
    }

    /** Begin, before anything is taken on the device. */
    static MemoryAccount open(LibraryLocator locator, CudaDevice cudaDevice) {
        Nvml nvml = Nvml.open(locator.locate(LibraryName.nvml()));
        return new MemoryAccount(nvml, nvml.device(cudaDevice.pciBusId()));
    }

    String driverVersion() {
        return nvml.driverVersion();
    }

    void weights(long bytes) {
        weights.addAndGet(bytes);
    }

    void cache(long bytes) {
        cache.addAndGet(bytes);
    }

    void workspace(long bytes) {
        workspace.addAndGet(bytes);
    }

    DeviceMemory now() {
        long held = weights.get() + cache.get() + workspace.get();
        long process = nvml.processMemory(device, ProcessHandle.current().pid())
                .orElseGet(() -> nvml.memory(device).used() - usedBefore);
        return new DeviceMemory(weights.get(), cache.get(), workspace.get(), Math.max(0, process - held));
    }

    @Override
    public void close() {
        nvml.close();
    }
}
