package dev.turbobench.core.environment;

import jakarta.inject.Inject;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out on what machine a run takes place. What cannot be found out is left out. */
public final class EnvironmentCapture {

    private final SystemFiles files;

    @Inject
    EnvironmentCapture() {
        this(Path.of("/"));
    }

    EnvironmentCapture(Path root) {
        this.files = new SystemFiles(root);
    }

    /** Get name to value, in the order in which to show them. */
    public Map<String, String> capture() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("turbobench", ProductVersion.text());
        captureHost(values);
        captureProcessor(values);
        captureMemory(values);
        captureJava(values);
        return values;
    }

    private void captureHost(Map<String, String> values) {
        hostName().ifPresent(name -> values.put("host", name));
        values.put("os", files.osName().orElse(System.getProperty("os.name")) + ", " + System.getProperty("os.arch"));
        values.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        files.container().ifPresent(hint -> values.put("container", hint));
    }

    private void captureProcessor(Map<String, String> values) {
        files.processorModel().ifPresent(model -> values.put("cpu", model));
        values.put("cpu-threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
        files.governor().ifPresent(governor -> values.put("cpu-governor", governor));
    }

    private void captureMemory(Map<String, String> values) {
        files.memory("MemTotal").ifPresent(memory -> values.put("memory", memory));
        files.memory("MemAvailable").ifPresent(memory -> values.put("memory-available", memory));
    }

    private static void captureJava(Map<String, String> values) {
        values.put(
                "java",
                "%s, %s %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("java.vm.name")));
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        values.put("jvm-flags", flags.isEmpty() ? "none" : String.join(" ", flags));
        values.put(
                "gc",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")));
        values.put("heap", "%d MiB".formatted(Runtime.getRuntime().maxMemory() >> 20));
    }

    private Optional<String> hostName() {
        Optional<String> name = files.hostName();
        if (name.isPresent()) {
            return name;
        }
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
