package dev.turbobench.engine.turbomind.natives;

import java.util.ArrayList;
import java.util.List;

/**
 * A shared library and the file names that will do.
 *
 * @param label what messages call it
 * @param fileNames acceptable names, best first
 */
public record LibraryName(String label, List<String> fileNames) {

    private static final int OLDEST_CUDA_MAJOR = 12;

    public LibraryName {
        fileNames = List.copyOf(fileNames);
    }

    /** The driver API. It comes with the driver, never with the toolkit. */
    public static LibraryName cudaDriver() {
        return new LibraryName("the CUDA driver", List.of("libcuda.so.1"));
    }

    /** NVIDIA's management library. It comes with the driver. */
    public static LibraryName nvml() {
        return new LibraryName("NVML", List.of("libnvidia-ml.so.1"));
    }

    /**
     * The run-time compiler.
     *
     * @param driverMajor major CUDA version of the driver, which refuses code of a newer compiler
     */
    public static LibraryName nvrtc(int driverMajor) {
        return new LibraryName("NVRTC", versioned("libnvrtc.so", driverMajor));
    }

    /**
     * The matrix multiplications.
     *
     * @param driverMajor major CUDA version of the driver, which refuses to run a newer library
     */
    public static LibraryName cublasLt(int driverMajor) {
        return new LibraryName("cuBLASLt", versioned("libcublasLt.so", driverMajor));
    }

    private static List<String> versioned(String stem, int newestMajor) {
        List<String> names = new ArrayList<>();
        for (int major = newestMajor; major >= OLDEST_CUDA_MAJOR; major--) {
            names.add(stem + "." + major);
        }
        return names;
    }
}
