package dev.turbobench.engine.turbomind.natives;

import static dev.turbobench.spi.error.StandardErrorCode.ENVIRONMENT_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/** NVIDIA's management library: what the driver itself says about a GPU and its memory. */
public final class Nvml implements AutoCloseable {

    private static final int INSUFFICIENT_SIZE = 7;
    private static final int NAME_BYTES = 96;
    private static final int MEMORY_LONGS = 3;
    private static final int PROCESS_LONGS = 3;
    private static final int MOST_PROCESSES = 256;
    private static final long NOT_AVAILABLE = -1;

    private Nvml() {}

    /**
     * Load and initialise the library.
     *
     * @param library path of {@code libnvidia-ml.so.1}
     */
    public static Nvml open(Path library) {
        try {
            Bindings.bind(library);
        } catch (LinkageError e) {
            throw new BenchmarkException(LIBRARY_UNAVAILABLE, "%s: %s".formatted(library, e.getMessage()), e);
        }
        check(Bindings.nvmlInit_v2(), "nvmlInit");
        return new Nvml();
    }

    /** Version of the driver, for example {@code 580.159.04}. */
    public String driverVersion() {
        byte[] text = new byte[NAME_BYTES];
        check(Bindings.nvmlSystemGetDriverVersion(text, text.length), "nvmlSystemGetDriverVersion");
        return Native.toString(text, StandardCharsets.UTF_8);
    }

    /**
     * Get the handle of a GPU.
     *
     * @param pciBusId as the driver API writes it, for example {@code 0000:1B:00.0}
     */
    public long device(String pciBusId) {
        long[] handle = new long[1];
        byte[] text = (pciBusId + "\0").getBytes(StandardCharsets.US_ASCII);
        check(Bindings.nvmlDeviceGetHandleByPciBusId_v2(text, handle), "nvmlDeviceGetHandleByPciBusId");
        return handle[0];
    }

    /** Memory of a GPU in bytes, whoever uses it. */
    public Memory memory(long device) {
        long[] values = new long[MEMORY_LONGS];
        check(Bindings.nvmlDeviceGetMemoryInfo(device, values), "nvmlDeviceGetMemoryInfo");
        return new Memory(values[0], values[1], values[2]);
    }

    /**
     * Memory that one process uses on a GPU.
     *
     * @return bytes; empty if the driver does not list the process, as in a container with process ids of its own
     */
    public OptionalLong processMemory(long device, long processId) {
        int[] count = {MOST_PROCESSES};
        long[] table = new long[MOST_PROCESSES * PROCESS_LONGS];
        int status = Bindings.nvmlDeviceGetComputeRunningProcesses_v3(device, count, table);
        if (status == INSUFFICIENT_SIZE) {
            return OptionalLong.empty();
        }
        check(status, "nvmlDeviceGetComputeRunningProcesses");
        for (int i = 0; i < count[0]; i++) {
            long id = table[i * PROCESS_LONGS] & 0xFFFF_FFFFL;
            long bytes = table[i * PROCESS_LONGS + 1];
            if (id == processId && bytes != NOT_AVAILABLE) {
                return OptionalLong.of(bytes);
            }
        }
        return OptionalLong.empty();
    }

    /** Leave the library. */
    @Override
    public void close() {
        check(Bindings.nvmlShutdown(), "nvmlShutdown");
    }

    private static void check(int status, String operation) {
        if (status != 0) {
            String text = Bindings.nvmlErrorString(status);
            throw new NativeCallException(ENVIRONMENT_INVALID, "NVML", operation, status, text);
        }
    }

    /**
     * Memory of a GPU in bytes.
     *
     * @param total what is installed
     * @param free what nobody has
     * @param used what is taken, including what the driver keeps for itself
     */
    public record Memory(long total, long free, long used) {}

    /** One static method for each function; JNA binds them by name. */
    private static final class Bindings {

        static void bind(Path library) {
            Native.register(Bindings.class, NativeLibrary.getInstance(library.toString()));
        }

        static native int nvmlInit_v2();

        static native int nvmlShutdown();

        static native String nvmlErrorString(int status);

        static native int nvmlSystemGetDriverVersion(byte[] text, int length);

        static native int nvmlDeviceGetHandleByPciBusId_v2(byte[] pciBusId, long[] handle);

        static native int nvmlDeviceGetMemoryInfo(long device, long[] memory);

        static native int nvmlDeviceGetComputeRunningProcesses_v3(long device, int[] count, long[] table);
    }
}
