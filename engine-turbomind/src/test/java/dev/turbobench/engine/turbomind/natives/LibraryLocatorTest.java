package dev.turbobench.engine.turbomind.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryLocatorTest {

    private static final LibraryName NVRTC = LibraryName.nvrtc(13);

    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();

    private LibraryLocator locator(Path... explicit) {
        return new LibraryLocator(List.of(explicit), environment, root);
    }

    private Path library(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    @Test
    void findsEveryLayout() throws IOException {
        for (String path : List.of(
                "usr/local/cuda/lib64/libnvrtc.so.13",
                "usr/local/cuda-13.0/targets/x86_64-linux/lib/libnvrtc.so.13",
                "usr/lib/x86_64-linux-gnu/libnvrtc.so.13",
                "usr/local/lib/python3.12/dist-packages/nvidia/cu13/lib/libnvrtc.so.13",
                "usr/lib/python3.11/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12")) {
            Path file = library(path);

            assertThat(locator().locate(NVRTC)).isEqualTo(file);

            Files.delete(file);
            assertThat(locator().find(NVRTC)).isEmpty();
        }
    }

    @Test
    void findsPackagesOfTheActivePython() throws IOException {
        Path file = library("venv/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc.so.13");

        environment.put("VIRTUAL_ENV", root.resolve("venv").toString());
        assertThat(locator().find(NVRTC)).contains(file);

        environment.clear();
        library("venv/bin/python3");
        environment.put("PATH", "/nonexistent:" + root.resolve("venv/bin"));
        assertThat(locator().find(NVRTC)).contains(file);
    }

    @Test
    void followsTheConfigurationOfTheLoader() throws IOException {
        Path file = library("opt/driver/libcuda.so.1");
        library("etc/ld.so.conf");
        Files.writeString(root.resolve("etc/ld.so.conf"), "# comment\ninclude /etc/ld.so.conf.d/*.conf\n");
        library("etc/ld.so.conf.d/nvidia.conf");
        Files.writeString(root.resolve("etc/ld.so.conf.d/nvidia.conf"), "/opt/driver  # the driver\n");

        assertThat(locator().find(LibraryName.cudaDriver())).contains(file);
    }

    @Test
    void explicitFoldersComeFirstThenTheEnvironmentThenTheToolkit() throws IOException {
        Path toolkit = library("usr/local/cuda/lib64/libnvrtc.so.13");
        Path home = library("home/lib64/libnvrtc.so.13");
        Path variable = library("variable/libnvrtc.so.13");
        Path explicit = library("explicit/libnvrtc.so.13");

        assertThat(locator().find(NVRTC)).contains(toolkit);
        environment.put("CUDA_HOME", root.resolve("home").toString());
        assertThat(locator().find(NVRTC)).contains(home);
        environment.put(LibraryLocator.LIBRARY_VARIABLE, "/nowhere:" + root.resolve("variable"));
        assertThat(locator().find(NVRTC)).contains(variable);
        assertThat(locator(root.resolve("explicit")).find(NVRTC)).contains(explicit);
        assertThat(locator(explicit).find(NVRTC)).contains(explicit);
    }

    @Test
    void newerToolkitsComeFirst() throws IOException {
        library("usr/local/cuda-12.9/lib64/libnvrtc.so.12");
        Path newer = library("usr/local/cuda-12.10/lib64/libnvrtc.so.12");

        assertThat(locator().find(NVRTC)).contains(newer);
    }

    @Test
    void librariesNewerThanTheDriverAreIgnored() throws IOException {
        library("usr/local/cuda/lib64/libnvrtc.so.13");

        assertThat(locator().find(LibraryName.nvrtc(12))).isEmpty();
    }

    @Test
    void theErrorNamesEveryPlaceAndWhatToDo() throws IOException {
        library("usr/lib64/libother.so");
        environment.put(LibraryLocator.LIBRARY_VARIABLE, "/asked/for");

        assertThatThrownBy(() -> locator(Path.of("/given")).locate(NVRTC))
                .isInstanceOfSatisfying(
                        BenchmarkException.class,
                        e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.ENVIRONMENT))
                .hasMessageContainingAll(
                        "NVRTC (libnvrtc.so.13 or libnvrtc.so.12) was not found",
                        "/given, /asked/for, " + root.resolve("usr/lib64"),
                        "set TURBOBENCH_LIBRARY_PATH");
    }
}
