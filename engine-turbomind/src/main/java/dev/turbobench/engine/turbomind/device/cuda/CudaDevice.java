package dev.turbobench.engine.turbomind.device.cuda;

/**
 * A GPU.
 *
 * @param ordinal its number among the visible ones
 * @param name for example {@code NVIDIA H100 80GB HBM3}
 * @param pciBusId for example {@code 0000:1B:00.0}
 * @param major major compute capability
 * @param minor minor compute capability
 * @param multiprocessors number of multiprocessors
 * @param sharedMemoryBytes most shared memory that one block can have
 * @param l2Bytes size of the L2 cache
 * @param memoryBytes size of the device memory
 */
public record CudaDevice(
        int ordinal,
        String name,
        String pciBusId,
        int major,
        int minor,
        int multiprocessors,
        int sharedMemoryBytes,
        int l2Bytes,
        long memoryBytes) {

    /**
     * Target of the compiler. From 9.0 on it is the architecture-specific one, without which the compiler refuses the
     * instructions that only this generation has.
     */
    public String architecture() {
        String suffix = major >= 9 ? "a" : "";
        return "sm_%d%d%s".formatted(major, minor, suffix);
    }

    /** Compute capability as people write it. */
    public String capability() {
        return major + "." + minor;
    }
}
