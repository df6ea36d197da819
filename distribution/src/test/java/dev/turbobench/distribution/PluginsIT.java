package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins of others can do to a run, and what they cannot. */
class PluginsIT {

    @TempDir
    private Path scratch;

    private Execution profile(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("profile", "-c", "1", "-pt", "4", "-ct", "4", "-tr", "2", "-w", "0", "--csv", ""));
        arguments.addAll(List.of("--plugin-dir", scratch.resolve("plugins").toString()));
        arguments.addAll(List.of(more));
        return turbobench(scratch, arguments.toArray(String[]::new));
    }

    private Path plugin(String file) {
        return scratch.resolve("plugins").resolve(file);
    }

    @Test
    void namesTheReasonOfEveryBrokenJarWhileTheRunSucceeds() throws IOException {
        Map<String, String> reasons = BrokenPlugins.write(scratch.resolve("plugins"));
        SamplePlugins.metric("good", "good-metric", "return value(\"good_value\", 42);")
                .write(plugin("good.jar"));
        assertThat(reasons).hasSizeGreaterThanOrEqualTo(30);

        Execution listed = turbobench(
                scratch,
                "plugins",
                "--plugin-timeout",
                "5",
                "--plugin-dir",
                plugin("").toString());
        Execution run = profile("--plugin-timeout", "5", "--report", "json=run.json");

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out()).contains("%d rejected".formatted(reasons.size()), "good 1.0 (API 1.0)");
        // Whether a case is valid depends on the scheduling of this machine.
        assertThat(run.exitCode()).as(run.err()).isIn(0, 1);
        assertThat(run.out()).doesNotContain("FAILED");
        assertThat(Files.readString(scratch.resolve("run.json"))).contains("good_value");
        assertThat(reasons).allSatisfy((file, reason) -> {
            assertThat(listed.out().lines().toList())
                    .as(file)
                    .anySatisfy(line -> assertThat(line).contains("from").endsWith("/" + file));
            assertThat(listed.out()).as("reason of %s", file).contains(reason);
            assertThat(run.err().lines().toList())
                    .as("warning about %s", file)
                    .anySatisfy(line -> assertThat(line).contains(plugin(file).toString(), reason));
        });
        assertThat(profile("--plugin-timeout", "5", "--strict-plugins").exitCode())
                .isEqualTo(3);
    }

    /** The second and third are libraries of the framework itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {"org.library.Library", "com.google.inject.Guice", "com.fasterxml.jackson.databind.ObjectMapper"})
    void runsPluginsWithDifferentVersionsOfALibrary(String className) throws IOException {
        int dot = className.lastIndexOf('.');
        for (int version = 1; version <= 2; version++) {
            Path library = SamplePlugins.jar("library")
                    .header("Bench-Plugin-Id", null)
                    .header("Bench-Plugin-Version", null)
                    .header("Bench-Api-Version", null)
                    .source(className, """
                            package %s;
                            public class %s { public static int version() { return %d; } }
                            """.formatted(
                                    className.substring(0, dot), className.substring(dot + 1), version))
                    .write(plugin("user-%d/library-%d.jar".formatted(version, version)));
            SamplePlugins.metric(
                            "user-" + version,
                            "metric-" + version,
                            "return value(\"library_%d\", %s.version());".formatted(version, className))
                    .with(List.of(library))
                    .write(plugin("user-%d/user.jar".formatted(version)));
        }

        Execution run = profile("--report", "json=run.json");

        assertThat(run.exitCode()).as(run.err()).isIn(0, 1);
        assertThat(Files.readString(scratch.resolve("run.json")))
                .containsPattern("\"library_1\"[^}]*?\"value\" : 1\\.0")
                .containsPattern("\"library_2\"[^}]*?\"value\" : 2\\.0");
    }

    @Test
    void knowsWhatComesWithIt() throws IOException {
        Execution listed = turbobench(scratch, "plugins");

        try (Stream<Path> folders = Files.list(TestingInstallation.folder().resolve("plugins"))) {
            assertThat(listed.out().lines().filter(line -> line.matches(" *checked +bundled")))
                    .hasSize((int) folders.count());
        }
        assertThat(listed.out()).contains("0 rejected");
    }

    /** The framework has Guice and Jackson itself; a plugin sees only what it brings. */
    @Test
    void keepsTheLibrariesOfTheFrameworkApart() throws IOException {
        List<Path> libraries = libraries("jackson-databind", "jackson-core", "jackson-annotations");
        for (Path library : libraries) {
            Files.createDirectories(plugin("own"));
            Files.copy(library, plugin("own").resolve(library.getFileName()));
        }
        SamplePlugins.metric("own", "own-jackson", """
                        boolean own = com.fasterxml.jackson.databind.ObjectMapper.class.getClassLoader()
                                == AcmePlugin.class.getClassLoader();
                        boolean guice;
                        try {
                            Class.forName("com.google.inject.Guice");
                            guice = true;
                        } catch (ClassNotFoundException e) {
                            guice = false;
                        }
                        return value("own_jackson", own && !guice ? 1 : 0);
                        """).with(libraries).write(plugin("own/own.jar"));

        Execution run = profile("--report", "json=run.json");

        assertThat(run.exitCode()).as(run.err()).isIn(0, 1);
        assertThat(Files.readString(scratch.resolve("run.json")))
                .containsPattern("\"own_jackson\"[^}]*?\"value\" : 1\\.0");
    }

    private static List<Path> libraries(String... names) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String name : names) {
            try (Stream<Path> files = Files.list(TestingInstallation.folder().resolve("lib"))) {
                found.add(files.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                        .findFirst()
                        .orElseThrow());
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    throw new IllegalStateException("no mood"); | IllegalStateException: no mood
                    return null; | null
                    System.exit(0); return null; | must not end the process
                    Runtime.getRuntime().halt(0); return null; | must not end the process
                    new java.util.concurrent.CountDownLatch(1).await(); return null; | did not return within 3 s
                    while (true) { Thread.onSpinWait(); } | did not return within 3 s
                    """)
    void doesWithoutAMetricThatMisbehaves(String code, String reason) {
        SamplePlugins.metric("acme", "acme-metric", code).write(plugin("acme.jar"));

        Execution run = profile("--plugin-timeout", "3");

        assertThat(run.exitCode()).as(run.err()).isIn(0, 1);
        assertThat(run.out() + run.err())
                .contains("metric acme-metric could not be computed: plugin acme 1.0")
                .contains(reason);
        assertThat(run.out()).doesNotContain("FAILED");
    }

    @Test
    void keepsWhatWasMeasuredWhenAPluginEndsTheProcessByReflection() {
        SamplePlugins.metric(
                        "acme",
                        "acme-metric",
                        "System.class.getMethod(\"exit\", int.class).invoke(null, 0); return null;")
                .write(plugin("acme.jar"));

        Execution run = profile("--plugin-timeout", "3", "-c", "1", "2", "--report", "json=run.json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("plugin acme ended the process");
        assertThat(scratch.resolve("run.json")).content().contains("c1-p4-g4");
    }

    @Test
    void namesThreadsThatAPluginLeaves() {
        SamplePlugins.metric("acme", "acme-metric", """
                        Thread thread = new Thread(() -> {
                            while (true) {
                                try {
                                    Thread.sleep(1000);
                                } catch (InterruptedException e) {
                                }
                            }
                        }, "acme-for-ever");
                        thread.start();
                        return List.of();
                        """).write(plugin("acme.jar"));

        Execution run = profile();

        assertThat(run.exitCode()).as(run.err()).isIn(0, 1);
        assertThat(run.err()).contains("plugin acme 1.0 left", "\"acme-for-ever\"");
    }

    @Test
    void endsThoughAPluginWillNot() {
        SamplePlugins.metric("acme", "acme-metric", """
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                            while (true) {
                                Thread.onSpinWait();
                            }
                        }));
                        return List.of();
                        """).write(plugin("acme.jar"));

        assertThat(profile().exitCode()).isIn(0, 1);
    }

    @Test
    void failsWhenTheRunNeedsARejectedPluginAndSuggestsNames() throws IOException {
        Files.createDirectories(plugin(""));
        Files.createFile(plugin("broken.jar"));

        Execution unknown = profile("--metrics", "troughput");

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("there is no metric \"troughput\", did you mean throughput?")
                .contains("not loaded: " + plugin("broken.jar"), "zip file is empty");
    }

    @Test
    void refusesNamesThatTwoPluginsClaim() {
        SamplePlugins.metric("one", "same", "return List.of();").write(plugin("one.jar"));
        SamplePlugins.metric("two", "same", "return List.of();").write(plugin("two.jar"));

        Execution run = profile();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("metric \"same\" is provided by one", "two.jar", "remove all but one");
    }

    @Test
    void verifiesAPluginAndNamesWhatIsWrong() {
        SamplePlugins.metric("acme", "acme-metric", "return value(\"acme_value\", System.nanoTime());")
                .write(plugin("acme.jar"));

        Execution verified = turbobench(
                scratch,
                "verify-plugin",
                plugin("acme.jar").toString(),
                "--cache-dir",
                scratch.resolve("cache").toString());
        Execution run = profile("--cache-dir", scratch.resolve("cache").toString());

        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(1);
        assertThat(verified.out()).contains("metric acme-metric", "FAILED   pure", "passed   declaration");
        assertThat(run.out() + run.err()).containsPattern("plugin acme 1.0: conformance: failed .*: .*pure");
    }
}
