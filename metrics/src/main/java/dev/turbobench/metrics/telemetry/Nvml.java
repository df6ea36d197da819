package dev.turbobench.metrics.telemetry;

import static dev.turbobench.spi.error.StandardErrorCode.ENVIRONMENT_INVALID;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * NVIDIA's management library. What a GPU does not support is NaN; calls allocate nothing but in {@link #open} and {@link
 * #gpu}.
 */
final class Nvml {

    private static final String LIBRARY = "libnvidia-ml.so.1";
    private static final int SM_CLOCK = 1;
    private static final int MEMORY_CLOCK = 2;
    private static final double MEGA = 1e6;

    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/usr/local/nvidia/lib64"),
            Path.of("/usr/lib/wsl/lib"));

    private Nvml() {}

    /**
     * Load and initialise the library.
     *
     * @param folder where to look first; empty for the usual places only
     * @throws BenchmarkException if it is not there, with the places that were tried
     */
    static Nvml open(List<Path> folder) {
        List<String> tried = new ArrayList<>();
        for (String candidate : candidates(folder)) {
            try {
                Bindings.bind(candidate);
                check(Bindings.nvmlInit_v2(), "nvmlInit");
                return new Nvml();
            } catch (LinkageError e) {
                tried.add(candidate);
            }
        }
        throw new BenchmarkException(
                ENVIRONMENT_INVALID,
                "NVIDIA's management library %s was not found; tried %s".formatted(LIBRARY, String.join(", ", tried)));
    }

    private static List<String> candidates(List<Path> first) {
        List<String> candidates = new ArrayList<>();
        first.forEach(folder -> candidates.add(folder.resolve(LIBRARY).toString()));
        candidates.add(LIBRARY);
        FOLDERS.stream()
                .map(folder -> folder.resolve(LIBRARY))
                .filter(Files::exists)
                .forEach(file -> candidates.add(file.toString()));
        return candidates;
    }

    /**
     * Get a GPU.
     *
     * @param pciBusId for example {@code 0000:1B:00.0}
     */
    GpuReadings gpu(String pciBusId) {
        long[] handle = new long[1];
        byte[] id = (pciBusId + "\0").getBytes(StandardCharsets.US_ASCII);
        check(Bindings.nvmlDeviceGetHandleByPciBusId_v2(id, handle), "nvmlDeviceGetHandleByPciBusId");
        return new Gpu(handle[0]);
    }

    /** Leave the library. */
    void close() {
        check(Bindings.nvmlShutdown(), "nvmlShutdown");
    }

    private static void check(int status, String operation) {
        if (status != 0) {
            throw new BenchmarkException(
                    ENVIRONMENT_INVALID,
                    "NVML: %s failed with status %d: %s"
                            .formatted(operation, status, Bindings.nvmlErrorString(status)));
        }
    }

    private static final class Gpu implements GpuReadings {

        private final long handle;
        private final int[] number = new int[1];
        private final int[] rates = new int[2];
        private final long[] big = new long[1];
        private final long[] memory = new long[3];

        Gpu(long handle) {
            this.handle = handle;
        }

        private double number(int status, double unit) {
            return status == 0 ? Integer.toUnsignedLong(number[0]) * unit : Double.NaN;
        }

        @Override
        public double watts() {
            return number(Bindings.nvmlDeviceGetPowerUsage(handle, number), 1e-3);
        }

        @Override
        public double joules() {
            return Bindings.nvmlDeviceGetTotalEnergyConsumption(handle, big) == 0 ? big[0] / 1e3 : Double.NaN;
        }

        @Override
        public double coreHertz() {
            return number(Bindings.nvmlDeviceGetClockInfo(handle, SM_CLOCK, number), MEGA);
        }

        @Override
        public double memoryHertz() {
            return number(Bindings.nvmlDeviceGetClockInfo(handle, MEMORY_CLOCK, number), MEGA);
        }

        @Override
        public double celsius() {
            return number(Bindings.nvmlDeviceGetTemperature(handle, 0, number), 1);
        }

        @Override
        public double utilisation() {
            return Bindings.nvmlDeviceGetUtilizationRates(handle, rates) == 0 ? rates[0] / 100.0 : Double.NaN;
        }

        @Override
        public double memoryBytes() {
            return Bindings.nvmlDeviceGetMemoryInfo(handle, memory) == 0 ? memory[2] : Double.NaN;
        }

        @Override
        public double throttleReasons() {
            return Bindings.nvmlDeviceGetCurrentClocksThrottleReasons(handle, big) == 0 ? big[0] : Double.NaN;
        }
    }

    /** One static method for each function; JNA binds them by name. */
    private static final class Bindings {

        static void bind(String library) {
            Native.register(Bindings.class, NativeLibrary.getInstance(library));
        }

        static native int nvmlInit_v2();

        static native int nvmlShutdown();

        static native String nvmlErrorString(int status);

        static native int nvmlDeviceGetHandleByPciBusId_v2(byte[] pciBusId, long[] handle);

        static native int nvmlDeviceGetPowerUsage(long device, int[] milliwatts);

        static native int nvmlDeviceGetTotalEnergyConsumption(long device, long[] millijoules);

        static native int nvmlDeviceGetClockInfo(long device, int type, int[] megahertz);

        static native int nvmlDeviceGetTemperature(long device, int sensor, int[] celsius);

        static native int nvmlDeviceGetUtilizationRates(long device, int[] rates);

        static native int nvmlDeviceGetMemoryInfo(long device, long[] memory);

        static native int nvmlDeviceGetCurrentClocksThrottleReasons(long device, long[] reasons);
    }
}
