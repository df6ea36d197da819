package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.environment;
import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of an author: make a project of each kind, build it outside of this build, check it, drop it in and use it. */
class NewPluginIT {

    private static final String[] MATRIX = {"-c", "1", "2", "-pt", "4", "-ct", "6", "-tr", "2", "-w", "1"};

    @TempDir
    private static Path scratch;

    private static Path plugins;

    @BeforeAll
    static void makeAndBuild() throws IOException {
        plugins = Files.createDirectory(scratch.resolve("plugins"));
        for (String kind : List.of("engine", "metric", "reporter")) {
            Execution made = turbobench(scratch, "new-plugin", kind, "my-" + kind);
            assertThat(made.exitCode()).as(made.err()).isZero();
            Path project = scratch.resolve("my-" + kind);
            Execution built = maven(project, "package");
            assertThat(built.exitCode()).as(built.out() + built.err()).isZero();
            assertThat(project.resolve("target/surefire-reports"))
                    .as("the tests with the conformance kit were run")
                    .isDirectoryRecursivelyContaining("glob:**.xml");
            String jar = "my-%s-0.1.0.jar".formatted(kind);
            Files.copy(project.resolve("target").resolve(jar), plugins.resolve(jar));
        }
    }

    /**
     * Run Maven with a local repository of its own: what this build has downloaded serves as the only remote one, the API
     * comes from the distribution, and nothing is left for the next build to stumble over.
     */
    private static Execution maven(Path project, String goal) throws IOException {
        Path settings = scratch.resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                    <localRepository>%s</localRepository>
                    <mirrors>
                        <mirror>
                            <id>downloaded</id>
                            <mirrorOf>central</mirrorOf>
                            <url>%s</url>
                        </mirror>
                    </mirrors>
                </settings>
                """.formatted(
                        scratch.resolve("repository"),
                        Path.of(System.getProperty("maven.local")).toUri()));
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-s", settings.toString(), goal));
        Map<String, String> environment = environment();
        environment.put("PATH", System.getenv("PATH"));
        return Execution.of(project, environment, command);
    }

    @Test
    void isListedWithWhatItProvides() {
        Execution listed = turbobench(scratch, "plugins", "--plugin-dir", plugins.toString());

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out())
                .contains("my-engine 0.1.0", "my-metric 0.1.0", "my-reporter 0.1.0")
                .contains("engine my-engine", "metric my-metric", "reporter my-reporter")
                .contains("0 rejected");
    }

    @Test
    void isUsed() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "profile",
                "synthetic:any",
                "--engine",
                "my-engine",
                "--metrics",
                "legacy,throughput,my-metric",
                "--report",
                "my-reporter=results.txt",
                "--report",
                "json=results.json",
                "--plugin-dir",
                plugins.toString()));
        arguments.addAll(List.of(MATRIX));

        Execution run = turbobench(scratch, arguments.toArray(String[]::new));

        // Whether a case is valid depends on the scheduling of this machine.
        assertThat(run.exitCode()).as(run.out() + run.err()).isIn(0, 1);
        assertThat(run.out())
                .contains("engine      my-engine", "2 cases: concurrency 1 2")
                .doesNotContain("FAILED");
        assertThat(Files.readString(scratch.resolve("results.txt")))
                .contains("my_metric_mean")
                .contains("throughput_out")
                .endsWith("cases\t2\n");
        assertThat(Files.readString(scratch.resolve("results.json"))).contains("\"id\" : \"my-engine\"");
    }

    @Test
    void passesTheConformanceKitAndReportsSaySo() throws IOException {
        Path cache = scratch.resolve("cache");
        for (String kind : List.of("engine", "metric", "reporter")) {
            Path jar = plugins.resolve("my-%s-0.1.0.jar".formatted(kind));

            Execution verified = turbobench(scratch, "verify-plugin", jar.toString(), "--cache-dir", cache.toString());

            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
            assertThat(verified.out())
                    .contains("%s my-%s".formatted(kind, kind))
                    .contains("passed   declaration")
                    .doesNotContain("FAILED");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "profile",
                "--engine",
                "my-engine",
                "--plugin-dir",
                plugins.toString(),
                "--cache-dir",
                cache.toString(),
                "--report",
                "json=verified.json"));
        arguments.addAll(List.of(MATRIX));
        turbobench(scratch, arguments.toArray(String[]::new));

        assertThat(Files.readString(scratch.resolve("verified.json")))
                .containsPattern("\"conformance\" : \"passed \\d+ of \\d+ checks of the conformance kit of TurboBench")
                .doesNotContain("conformance: not checked");
    }

    @Test
    void marksWhatWasNotChecked() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "profile",
                "--engine",
                "my-engine",
                "--plugin-dir",
                plugins.toString(),
                "--cache-dir",
                scratch.resolve("empty cache").toString(),
                "--report",
                "json=unchecked.json"));
        arguments.addAll(List.of(MATRIX));

        Execution run = turbobench(scratch, arguments.toArray(String[]::new));

        assertThat(run.out() + run.err()).contains("plugin my-engine 0.1.0: conformance: not checked");
        assertThat(Files.readString(scratch.resolve("unchecked.json")))
                .contains("plugin my-engine 0.1.0: conformance: not checked");
    }

    @Test
    void refusesNamesAndFoldersThatWillNotDo() {
        assertThat(turbobench(scratch, "new-plugin", "engine", "My Engine").err())
                .contains("expected lower-case words");
        assertThat(turbobench(scratch, "new-plugin", "engine", "my-engine").err())
                .contains("expected a folder that is empty");
        assertThat(turbobench(scratch, "new-plugin", "printer", "x").exitCode()).isEqualTo(2);
    }
}
