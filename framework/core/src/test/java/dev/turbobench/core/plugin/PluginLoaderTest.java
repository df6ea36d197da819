package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.TestingJar.metric;
import static dev.turbobench.core.plugin.TestingJar.metrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginLoaderTest {

    @TempDir
    Path plugins;

    private PluginCatalog load(Path... more) {
        List<Path> directories = new java.util.ArrayList<>(List.of(plugins));
        directories.addAll(List.of(more));
        return new PluginLoader(getClass().getClassLoader(), PluginTimeouts.DEFAULT, sha256 -> "").load(directories);
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

    @Test
    void rejectsAPluginWhoseLoadingDoesNotReturn() {
        TestingJar.plugin("acme", "public TestingPlugin() throws Exception { Thread.sleep(1L << 40); }")
                .write(plugins.resolve("a.jar"));
        PluginTimeouts hasty = new PluginTimeouts(Duration.ofMillis(200), Duration.ofMillis(200));

        PluginCatalog catalog =
                new PluginLoader(getClass().getClassLoader(), hasty, sha256 -> "").load(List.of(plugins));

        assertThat(catalog.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectionReason.LOAD_FAILED);
            assertThat(rejected.message()).contains("did not return within", "--plugin-timeout");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(3);",
                "Runtime.getRuntime().exit(3);",
                "Runtime.getRuntime().halt(3);",
                "java.util.function.IntConsumer end = System::exit; end.accept(3);",
                "java.util.function.IntConsumer end = Runtime.getRuntime()::halt; end.accept(3);",
                "java.util.stream.IntStream.of(3).forEach(code -> { while (code > 0) { System.exit(code); } });"
            })
    void keepsAPluginFromEndingTheProcess(String code) {
        TestingJar.plugin("acme", metrics(metric("alpha", code + " return List.of();")))
                .write(plugins.resolve("a.jar"));
        MetricFactory factory = load().metrics().get("alpha");
        var metric = factory.create(Options.of("metric.alpha", List.of(), Map.of()));

        assertThatThrownBy(() -> metric.compute(null))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("plugin acme 1.2.3")
                .hasMessageContaining("must not end the process, but this one asked for exit status 3");
    }

    @Test
    void doesNotCallAMetricAgainThatDidNotReturn() {
        String code = "try { Thread.sleep(1L << 40); } catch (InterruptedException e) { } return List.of();";
        TestingJar.plugin("acme", metrics(metric("alpha", code))).write(plugins.resolve("a.jar"));
        PluginTimeouts hasty = new PluginTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));
        MetricFactory factory = new PluginLoader(getClass().getClassLoader(), hasty, sha256 -> "")
                .load(List.of(plugins))
                .metrics()
                .get("alpha");
        var metric = factory.create(Options.of("metric.alpha", List.of(), Map.of()));

        Throwable first = catchThrowable(() -> metric.compute(null));
        Throwable second = catchThrowable(() -> metric.compute(null));

        assertThat(first).hasMessageContaining("did not return");
        assertThat(second).isSameAs(first);
    }

    @Test
    void reservesIdsAndNamesOfBundledPlugins() {
        TestingJar.plugin("metrics", metrics(metric("latency", "return List.of();")))
                .write(plugins.resolve("metrics/metrics.jar"));
        TestingJar.plugin("acme", metrics(metric("latency", "return List.of();")))
                .write(plugins.resolve("acme.jar"));
        TestingJar.plugin("metrics", "").write(plugins.resolve("copy.jar"));

        PluginCatalog catalog = new PluginLoader(getClass().getClassLoader(), PluginTimeouts.DEFAULT, sha256 -> "")
                .load(plugins, List.of(plugins));

        assertThat(catalog.loaded())
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.identity().location())
                        .isEqualTo(plugins.resolve("metrics").toString()));
        assertThat(catalog.rejected())
                .extracting(RejectedPlugin::reason)
                .containsExactlyInAnyOrder(RejectionReason.NAME_RESERVED, RejectionReason.DUPLICATE_ID);
        assertThat(catalog.conflicts()).isEmpty();
    }

    @Test
    void looksPastLinksThatLeadNowhere() throws IOException {
        TestingJar.plugin("good", "").write(plugins.resolve("good.jar"));
        Files.createSymbolicLink(plugins.resolve("circle.jar"), plugins.resolve("circle.jar"));
        Files.createSymbolicLink(plugins.resolve("gone.jar"), plugins.resolve("nothing"));

        PluginCatalog catalog = load();

        assertThat(catalog.identities()).extracting("id").containsExactly("good");
        assertThat(catalog.rejected())
                .extracting(RejectedPlugin::reason)
                .containsExactly(RejectionReason.UNREADABLE, RejectionReason.UNREADABLE);
    }

    @Test
    void tellsOfThreadsThatAreLeft() {
        PluginThreads threads = PluginThreads.watch();
        String start = "Thread thread = new Thread(() -> { try { Thread.sleep(1L << 40); }"
                + " catch (InterruptedException e) { } }, \"acme-forgotten\");"
                + " thread.setDaemon(true); thread.start(); return List.of();";
        TestingJar.plugin("acme", metrics(metric("alpha", start))).write(plugins.resolve("a.jar"));
        load().metrics()
                .get("alpha")
                .create(Options.of("metric.alpha", List.of(), Map.of()))
                .compute(null);

        assertThat(threads.left(Duration.ofMillis(100)))
                .anySatisfy(line ->
                        assertThat(line).startsWith("plugin acme 1.2.3 left 1 thread running: \"acme-forgotten\""));

        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("acme-forgotten"))
                .forEach(Thread::interrupt);
        assertThat(threads.left(Duration.ofSeconds(60))).noneMatch(line -> line.contains("acme-forgotten"));
    }
}
