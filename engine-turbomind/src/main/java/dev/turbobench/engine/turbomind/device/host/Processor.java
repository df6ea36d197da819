package dev.turbobench.engine.turbomind.device.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system says about the processor. */
public final class Processor {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Model name and number of cores that this JVM may use, for example {@code AMD EPYC, 2 cores}. */
    public static String description() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores == 1 ? name() + ", 1 core" : "%s, %d cores".formatted(name(), cores);
    }

    private static String name() {
        if (Files.isReadable(CPUINFO)) {
            try (Stream<String> lines = Files.lines(CPUINFO, StandardCharsets.UTF_8)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseGet(Processor::architecture);
            } catch (IOException e) {
                return architecture();
            }
        }
        return architecture();
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
