package dev.turbobench.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentCaptureTest {

    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void readsWhatLinuxTells() throws IOException {
        write("proc/sys/kernel/hostname", "bench-1\n");
        write("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Xeon Platinum 8481C\n\nprocessor\t: 1\n");
        write("proc/meminfo", "MemTotal:       25165824 kB\nMemAvailable:   12582912 kB\n");
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        write("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance\n");
        write("proc/1/cgroup", "0::/kubepods/burstable/pod1\n");
        Map<String, String> values = new EnvironmentCapture(root).capture();
        assertThat(values)
                .containsEntry("host", "bench-1")
                .containsEntry("cpu", "Xeon Platinum 8481C")
                .containsEntry("memory", "24576 MiB")
                .containsEntry("memory-available", "12288 MiB")
                .containsEntry("cpu-governor", "performance, powersave")
                .containsEntry("container", "kubepods")
                .containsEntry("turbobench", "development");
        assertThat(values.get("os")).startsWith("Debian GNU/Linux 12 (bookworm), ");
        assertThat(values.get("java")).contains(System.getProperty("java.version"));
        assertThat(values.get("gc")).isNotBlank();
        assertThat(values.keySet()).startsWith("turbobench", "host", "os", "kernel");
    }

    @Test
    void namesArmProcessorsByTheirParts() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd4f\n");
        assertThat(new EnvironmentCapture(root).capture()).containsEntry("cpu", "implementer 0x41 part 0xd4f");
    }

    @Test
    void leavesOutWhatCannotBeFoundOut() {
        assertThat(new EnvironmentCapture(root).capture())
                .doesNotContainKeys("cpu", "cpu-governor", "memory", "container")
                .containsKeys("os", "kernel", "java", "heap", "cpu-threads");
    }
}
