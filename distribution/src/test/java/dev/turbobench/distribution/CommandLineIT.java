package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print and how they refuse nonsense, with the plugins of the distribution. */
class CommandLineIT {

    @TempDir
    private Path scratch;

    @Test
    void helpNamesEveryCommand() {
        Execution help = turbobench(scratch, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("profile", "generate", "engines", "metrics", "reporters", "plugins", "completion");
    }

    @Test
    void versionIsThatOfTheBuild() {
        Execution version = turbobench(scratch, "--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out())
                .contains(TestingInstallation.folder().getFileName().toString().replaceFirst("^turbobench-", ""));
    }

    @Test
    void profileHelpHasTheOptionsOfTheMethod() {
        assertThat(turbobench(scratch, "profile", "--help").out())
                .contains("--concurrency", "--prompt-tokens", "--completion-tokens", "--tp", "--top-k", "--top-p")
                .contains("--temperature", "--csv", "--log-level", "--test-round", "--warmup-round", "--seed")
                .contains("--engine", "--device", "--set", "--config", "--preset");
    }

    @Test
    void enginesSaysWhatCanRunHere() {
        Execution engines = turbobench(scratch, "engines");

        assertThat(engines.exitCode()).isZero();
        assertThat(engines.err()).isEmpty();
        assertThat(engines.out()).contains("turbomind: ").containsPattern("device cpu \\(.*\\): available");
    }

    @Test
    void everyBundledPluginIsLoaded() {
        Execution plugins = turbobench(scratch, "plugins");

        assertThat(plugins.exitCode()).isZero();
        assertThat(plugins.err()).isEmpty();
        assertThat(plugins.out()).contains("4 loaded", "metrics ", "replay ", "reporters ", "turbomind ", "0 rejected");
    }

    @Test
    void listsMetricsAndReporters() {
        assertThat(turbobench(scratch, "metrics").out()).contains("legacy: ");
        assertThat(turbobench(scratch, "reporters").out()).contains("csv: ", "json: ", "markdown: ", "html: ");
    }

    @Test
    void refusesWhatItDoesNotUnderstandInOneLine() {
        for (List<String> arguments : List.of(
                List.of("profile", "--tp", "3"),
                List.of("profile", "-c", "0"),
                List.of("profile", "-c", "many"),
                List.of("profile", "-pt", "1", "2", "-ct", "1", "2", "3"),
                List.of("profile", "--engine", "turbominde"),
                List.of("profile", "--device", "abacus"),
                List.of("profile", "--set", "engine.turbomind.no_such_option=1"),
                List.of("profile", "synthetic:no-such-shape"),
                List.of("profile", "/no/such/model"),
                List.of("profile", "--csv", "/no/such/folder/out.csv"),
                List.of("profile", "--config", "no-such-file"),
                List.of("profile", "--concurency", "1"),
                List.of("profil"))) {
            Execution refused = turbobench(scratch, arguments.toArray(String[]::new));

            assertThat(refused.exitCode())
                    .as("exit code of %s: %s", arguments, refused)
                    .isEqualTo(2);
            assertThat(refused.err().lines().filter(line -> !line.endsWith(" --help")))
                    .as("messages of %s", arguments)
                    .singleElement()
                    .asString()
                    .startsWith("turbobench: error [");
        }
        assertThat(scratch).isEmptyDirectory();
    }
}
