package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.TestingJar.metric;
import static dev.turbobench.core.plugin.TestingJar.metrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.MetricFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginLoaderTest {

    @TempDir
    Path plugins;

    private PluginCatalog load(Path... more) {
        List<Path> directories = new java.util.ArrayList<>(List.of(plugins));
        directories.addAll(List.of(more));
        return new PluginLoader(getClass().getClassLoader()).load(directories);
    }

    private void assertRejected(RejectionReason reason, String... words) {
        PluginCatalog catalog = load();
        assertThat(catalog.loaded()).isEmpty();
        assertThat(catalog.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.message()).contains(words).doesNotContain("\n");
        });
    }

    @Test
    void loadsFoldersAndSingleJarsInOrder() throws IOException {
        TestingJar.plugin("b", metrics(metric("beta", "return List.of();"))).write(plugins.resolve("b/b.jar"));
        TestingJar.plugin("a", metrics(metric("alpha", "return List.of();"))).write(plugins.resolve("a.jar"));
        Files.createDirectories(plugins.resolve(".hidden"));
        Files.writeString(plugins.resolve("README.txt"), "not a plugin");
        Files.writeString(plugins.resolve("half.jar.part"), "download");
        Files.writeString(plugins.resolve("b/notes.txt"), "not a jar");

        PluginCatalog catalog = load();

        assertThat(catalog.rejected()).isEmpty();
        assertThat(catalog.identities()).extracting("id").containsExactly("a", "b");
        assertThat(catalog.metrics()).containsOnlyKeys("alpha", "beta");
        assertThat(catalog.conflicts()).isEmpty();
    }

    @Test
    void aBrokenPluginDoesNotStopTheOthers() throws IOException {
        Files.createFile(plugins.resolve("broken.jar"));
        TestingJar.plugin("good", metrics(metric("alpha", "return List.of();"))).write(plugins.resolve("good.jar"));

        PluginCatalog catalog = load();

        assertThat(catalog.metrics()).containsOnlyKeys("alpha");
        assertThat(catalog.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.location()).isEqualTo(plugins.resolve("broken.jar"));
            assertThat(rejected.reason()).isEqualTo(RejectionReason.UNREADABLE_JAR);
        });
    }

    @Test
    void rejectsAServiceFileThatNamesAMissingClass() {
        TestingJar.plugin("acme").service("acme.Gone").write(plugins.resolve("a.jar"));
        assertRejected(RejectionReason.LOAD_FAILED, "acme.Gone", "not found");
    }

    @Test
    void rejectsAnEmptyServiceFile() {
        TestingJar.plugin("acme").service("# nothing").write(plugins.resolve("a.jar"));
        assertRejected(RejectionReason.LOAD_FAILED, "names no class");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    static { if (true) throw new IllegalStateException("no library"); } | no library
                    public TestingPlugin() { throw new IllegalArgumentException("bad day"); } | bad day
                    private TestingPlugin() {} | public
                    int depth() { return depth() + 1; } public TestingPlugin() { depth(); } | StackOverflowError
                    public List<dev.turbobench.spi.engine.EngineFactory> engines() { return null; } | returned null
                    public List<dev.turbobench.spi.engine.EngineFactory> engines() { throw new AssertionError("x"); } | x
                    """)
    void rejectsAPluginThatFails(String members, String word) {
        TestingJar.plugin("acme", members).write(plugins.resolve("a.jar"));
        assertRejected(RejectionReason.LOAD_FAILED, word);
    }

    @Test
    void rejectsAMissingDependency() {
        TestingJar.plugin("acme", "public TestingPlugin() { Library.use(); }")
                .source("acme.Library", "package acme; class Library { static void use() {} }")
                .entry("acme/Library.class", new byte[0])
                .write(plugins.resolve("a.jar"));
        assertRejected(RejectionReason.LOAD_FAILED, "ClassFormatError");
    }

    @Test
    void rejectsBadComponentNames() {
        TestingJar.plugin("acme", metrics(metric("Not A Name", "return List.of();")))
                .write(plugins.resolve("a.jar"));
        assertRejected(RejectionReason.COMPONENT_INVALID, "Not A Name");
    }

    @Test
    void rejectsEveryPluginWithADuplicateId() {
        TestingJar.plugin("same", "").write(plugins.resolve("a.jar"));
        TestingJar.plugin("same", "").write(plugins.resolve("b/b.jar"));

        PluginCatalog catalog = load();

        assertThat(catalog.loaded()).isEmpty();
        assertThat(catalog.rejected()).hasSize(2).allSatisfy(rejected -> {
            assertThat(rejected.id()).isEqualTo("same");
            assertThat(rejected.reason()).isEqualTo(RejectionReason.DUPLICATE_ID);
            assertThat(rejected.message())
                    .contains("a.jar")
                    .contains(plugins.resolve("b").toString());
        });
    }

    @Test
    void aDirectoryGivenTwiceCountsOnce() {
        TestingJar.plugin("a", "").write(plugins.resolve("a.jar"));
        assertThat(load(plugins).loaded()).hasSize(1);
    }

    @Test
    void tellsWhichPluginsClaimTheSameName() {
        TestingJar.plugin("a", metrics(metric("same", "return List.of();"))).write(plugins.resolve("a.jar"));
        TestingJar.plugin("b", metrics(metric("same", "return List.of();"))).write(plugins.resolve("b.jar"));
        assertThat(load().conflicts())
                .singleElement()
                .asString()
                .contains(
                        "metric \"same\"",
                        plugins.resolve("a.jar").toString(),
                        plugins.resolve("b.jar").toString());
    }

    @Test
    void aMissingDirectoryIsAnError() {
        assertThatThrownBy(() -> load(plugins.resolve("gone")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void callsRunWithThePluginsContextLoaderAndFailWithItsName() {
        String check = """
                if (Thread.currentThread().getContextClassLoader() != TestingPlugin.class.getClassLoader()) {
                    return List.of();
                }
                throw new IllegalStateException("seen");""";
        TestingJar.plugin("acme", metrics(metric("alpha", check))).write(plugins.resolve("a.jar"));
        MetricFactory factory = load().metrics().get("alpha");
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        var metric =
                factory.create(dev.turbobench.spi.option.Options.of("metric.alpha", List.of(), java.util.Map.of()));

        assertThatThrownBy(() -> metric.compute(null))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("plugin acme 1.2.3")
                .hasMessageContaining("a.jar")
                .hasMessageContaining("compute of metric alpha")
                .hasMessageContaining("seen");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
