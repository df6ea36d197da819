package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.folder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.ApiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the distribution and, more so, what is not. */
class PackagingIT {

    private static final List<String> ONLY_IN_THE_HOST =
            List.of("dev/turbobench/spi/", "dev/turbobench/core/", "org/slf4j/", "org/jspecify/", "com/google/inject/");

    @Test
    void hasTheBundledPlugins() throws IOException {
        assertThat(names(folder().resolve("plugins"))).containsExactly("metrics", "replay", "reporters", "turbomind");
        assertThat(names(folder()))
                .contains(
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "SHA256SUMS",
                        "bin",
                        "conf",
                        "docs",
                        "examples",
                        "lib",
                        "licenses",
                        "plugins");
        assertThat(folder().resolve("bin/turbobench")).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "replay", "reporters", "turbomind"})
    void leavesOutOfAPluginWhatTheHostSupplies(String plugin) throws IOException {
        for (Path jar : jars(folder().resolve("plugins").resolve(plugin))) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(JarEntry::getName))
                        .as("entries of %s", jar)
                        .isNotEmpty()
                        .noneMatch(name -> ONLY_IN_THE_HOST.stream().anyMatch(name::startsWith));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "replay", "reporters", "turbomind"})
    void introducesAPluginInTheManifestOfOneJar(String plugin) throws IOException {
        int introduced = 0;
        for (Path jar : jars(folder().resolve("plugins").resolve(plugin))) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Attributes manifest = file.getManifest() == null
                        ? new Attributes()
                        : file.getManifest().getMainAttributes();
                if (manifest.getValue("Bench-Plugin-Id") != null) {
                    introduced++;
                    assertThat(manifest.getValue("Bench-Plugin-Id")).isEqualTo(plugin);
                    assertThat(manifest.getValue("Bench-Plugin-Version")).isNotBlank();
                    assertThat(manifest.getValue("Bench-Api-Version")).isEqualTo(ApiVersion.CURRENT.toString());
                    assertThat(file.getEntry("META-INF/services/dev.turbobench.spi.BenchmarkPlugin"))
                            .as("service file in %s", jar)
                            .isNotNull();
                }
            }
        }
        assertThat(introduced).isEqualTo(1);
    }

    @Test
    void hasEveryLibraryOfTheHostOnce() throws IOException {
        List<String> libraries = names(folder().resolve("lib")).stream()
                .map(name -> name.replaceFirst("-\\d.*\\.jar$", ""))
                .toList();

        assertThat(libraries)
                .doesNotHaveDuplicates()
                .contains("turbobench.jar", "turbobench-spi", "turbobench-core", "slf4j-api", "guice")
                .doesNotContain(
                        "turbobench-engine-turbomind",
                        "turbobench-metrics",
                        "turbobench-replay",
                        "turbobench-reporters");
    }

    @Test
    void hasEveryLibraryOfTheHostOnTheClassPath() throws IOException {
        try (JarFile jar = new JarFile(folder().resolve("lib/turbobench.jar").toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();

            List<String> others = new ArrayList<>(names(folder().resolve("lib")));
            others.remove("turbobench.jar");
            assertThat(manifest.getValue(Attributes.Name.CLASS_PATH).split(" "))
                    .containsExactlyInAnyOrderElementsOf(others);
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("dev.turbobench.core.cli.TurboBench");
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).isNotEmpty();
            return jars;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
