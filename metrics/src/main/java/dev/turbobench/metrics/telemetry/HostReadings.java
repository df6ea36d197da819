package dev.turbobench.metrics.telemetry;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the JVM and the operating system say about this process and the machine; NaN where they say nothing. */
final class HostReadings {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path VIRTUAL_MEMORY = Path.of("/proc/vmstat");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    int processors() {
        return system.getAvailableProcessors();
    }

    /** Processor time of this process since its start, in seconds. */
    double processSeconds() {
        long nanos = system.getProcessCpuTime();
        return nanos < 0 ? Double.NaN : nanos / 1e9;
    }

    /** Load of the whole machine since the last call, from 0 to 1. */
    double machineLoad() {
        double load = system.getCpuLoad();
        return load < 0 ? Double.NaN : load;
    }

    /** Bytes of heap in use. */
    double heapBytes() {
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Time of all garbage collections since the start, in seconds. */
    double collectionSeconds() {
        double seconds = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            seconds += Math.max(0, collector.getCollectionTime()) / 1e3;
        }
        return seconds;
    }

    /** Bytes of memory of this process that are in the machine's memory. */
    double residentBytes() {
        return 1024 * number(STATUS, "VmRSS:");
    }

    /** Pages that the machine has swapped in and out since it was started. */
    double swappedPages() {
        return number(VIRTUAL_MEMORY, "pswpin ") + number(VIRTUAL_MEMORY, "pswpout ");
    }

    private static double number(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (line.startsWith(name)) {
                    return Double.parseDouble(
                            line.substring(name.length()).strip().split(" ", 2)[0]);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
