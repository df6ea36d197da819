package dev.turbobench.core.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads what Linux tells about itself in files; elsewhere, or where files cannot be read, everything is empty. */
final class SystemFiles {

    private static final int MAX_CPUS = 4096;

    private final Path root;

    SystemFiles(Path root) {
        this.root = root;
    }

    Optional<String> hostName() {
        return lines("proc/sys/kernel/hostname").stream().findFirst().map(String::strip);
    }

    Optional<String> osName() {
        return value("etc/os-release", "PRETTY_NAME", "=").map(name -> name.replace("\"", ""));
    }

    /** The model name, or the implementer and part that ARM gives instead. */
    Optional<String> processorModel() {
        Optional<String> model = value("proc/cpuinfo", "model name", ":");
        if (model.isPresent()) {
            return model;
        }
        return value("proc/cpuinfo", "CPU implementer", ":")
                .map(implementer -> "implementer %s part %s"
                        .formatted(
                                implementer,
                                value("proc/cpuinfo", "CPU part", ":").orElse("unknown")));
    }

    /** A line of meminfo in MiB. */
    Optional<String> memory(String name) {
        return value("proc/meminfo", name, ":")
                .map(text -> text.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .map(digits -> "%d MiB".formatted(Long.parseLong(digits) >> 10));
    }

    /** The governors of all processors, most often one. */
    Optional<String> governor() {
        TreeSet<String> governors = new TreeSet<>();
        for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
            List<String> lines = lines("sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor".formatted(cpu));
            if (lines.isEmpty()) {
                break;
            }
            governors.add(lines.get(0).strip());
        }
        return governors.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", governors));
    }

    /** What hints at a container; processes of other containers cannot be seen from one. */
    Optional<String> container() {
        if (Files.exists(root.resolve(".dockerenv"))) {
            return Optional.of("docker");
        }
        if (Files.exists(root.resolve("run/.containerenv"))) {
            return Optional.of("podman");
        }
        return Stream.of("kubepods", "docker", "containerd", "lxc")
                .filter(name -> lines("proc/1/cgroup").stream().anyMatch(line -> line.contains(name)))
                .findFirst();
    }

    private Optional<String> value(String file, String key, String separator) {
        for (String line : lines(file)) {
            int at = line.indexOf(separator);
            if (at > 0 && line.substring(0, at).strip().equals(key)) {
                return Optional.of(line.substring(at + 1).strip());
            }
        }
        return Optional.empty();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
