package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineProgramTest {

    @TempDir
    Path home;

    private TestingProgram program;

    @BeforeEach
    void createProgram() {
        program = new TestingProgram(home);
    }

    @AfterEach
    void resetLogLevel() {
        LogLevel.apply("ERROR");
    }

    private void assertError(String... words) {
        assertThat(program.out()).isEmpty();
        assertThat(program.err())
                .startsWith("turbobench: error [")
                .contains(words)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "generate", "engines", "metrics", "reporters", "plugins", "completion"})
    void everyCommandHasHelp(String command) {
        assertThat(program.run(command, "--help")).isZero();
        assertThat(program.out()).startsWith("Usage: turbobench " + command).contains("--version");
        assertThat(program.err()).isEmpty();
    }

    @Test
    void helpOfProfileHasNamesAndDefaultsOfTheMethod() {
        program.run("profile", "--help");
        assertThat(program.out())
                .contains("-c, --concurrency", "1 16 32 64", "-pt, --prompt-tokens", "1 128 128 2048 2048")
                .contains("-ct, --completion-tokens", "128 128 2048 128 2048", "-tr, --test-round", "Default: 10")
                .contains("-w, --warmup-round", "./profile_generation.csv", "Default: ERROR");
    }

    @Test
    void withoutCommandItShowsHelp() {
        assertThat(program.run()).isZero();
        assertThat(program.out()).contains("profile", "generate", "completion");
    }

    @Test
    void outputThatNobodyGetsIsNoSuccess() {
        assertThat(program.fullDisk().run("--version")).isEqualTo(2);
        assertThat(program.err())
                .isEqualTo("turbobench: error [OUTPUT_NOT_WRITABLE]: standard output could not be written to the end:"
                        + " its disk is full or its pipe was closed%n".formatted());
    }

    @Test
    void showsItsVersion() {
        assertThat(program.run("--version")).isZero();
        assertThat(program.out()).startsWith("turbobench ").contains("Java ");
    }

    @Test
    void printsACompletionScript() {
        assertThat(program.run("completion")).isZero();
        assertThat(program.out()).startsWith("#!").contains("complete -F", "--prompt-tokens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --concurency,1          | --concurrency
                    --tp                    | --tp
                    a,b                     | b
                    --top-k=1,--top-k=2     | only once
                    """)
    void wrongUsageIsOneLineAndAHint(String arguments, String word) {
        assertThat(program.run(("profile," + arguments).split(","))).isEqualTo(2);
        assertError("[USAGE]", word, "turbobench: see turbobench profile --help");
        assertThat(program.err().lines()).hasSize(2);
    }

    @Test
    void aMisspeltCommandGetsASuggestion() {
        assertThat(program.run("profil")).isEqualTo(2);
        assertError("[USAGE]: there is no command \"profil\", did you mean profile?");
    }

    @Test
    void severalProblemsAreNumbered() throws IOException {
        Path config = Files.writeString(home.resolve("bench.conf"), "tpp = 1\nconcurrency");
        assertThat(program.run("profile", "--config", config.toString())).isEqualTo(2);
        assertError("[INVALID_CONFIGURATION]: 2 problems", "  1. ", "  2. ", "did you mean tp?");
    }

    @Test
    void problemsOfConfigurationEndWithTwo() {
        TestingJar.plugin("acme", "").write(home.resolve("plugins/acme.jar"));
        assertThat(program.run("profile", "m", "--tp", "3")).isEqualTo(2);
        assertError("expected a power of 2, found 3", "there is no engine \"turbomind\"");
        assertThat(program.run("profile", "m", "--log-level", "loud")).isEqualTo(2);
        assertError("log-level: expected one of");
    }

    @Test
    void debugShowsWhereAnErrorComesFrom() {
        program.run("profile", "m", "--log-level", "DEBUG");
        assertThat(program.err()).contains("turbobench: error [", "\tat dev.turbobench");
    }

    @Test
    void aRejectedPluginIsAWarningUnlessStrict() throws IOException {
        Files.createDirectories(home.resolve("plugins"));
        Files.createFile(home.resolve("plugins/broken.jar"));

        assertThat(program.run("engines")).isZero();
        assertThat(program.err()).startsWith("turbobench: warning: ").contains("broken.jar", "UNREADABLE_JAR");
        assertThat(program.run("engines", "--strict-plugins")).isEqualTo(3);
        assertError("[PLUGIN_INVALID]", "broken.jar");
    }

    @Test
    void twoPluginsWithTheSameComponentEndEveryCommandThatUsesThem() {
        String metrics = TestingJar.metrics(TestingJar.metric("same", "return List.of();"));
        TestingJar.plugin("a", metrics).write(home.resolve("plugins/a.jar"));
        TestingJar.plugin("b", metrics).write(home.resolve("more/b.jar"));
        String more = home.resolve("more").toString();

        assertThat(program.run("metrics")).isZero();
        assertThat(program.out()).isEqualTo("same: A metric.%n".formatted());
        assertThat(program.run("metrics", "--plugin-dir", more)).isEqualTo(3);
        assertError("[PLUGIN_INVALID]", "metric \"same\"", "a.jar", "b.jar");
        assertThat(program.run("plugins", "--plugin-dir", more)).isEqualTo(3);
        assertThat(program.out()).contains("2 loaded", "0 rejected", "conflict: metric \"same\"");
    }

    @Test
    void listsPlugins() throws IOException {
        TestingJar.plugin("acme", TestingJar.metrics(TestingJar.metric("alpha", "return List.of();")))
                .write(home.resolve("plugins/acme/acme.jar"));
        Files.createFile(home.resolve("plugins/broken.jar"));
        assertThat(program.run("plugins")).isZero();
        assertThat(program.out())
                .contains("1 loaded", "acme 1.2.3 (API 1.0)", "metric alpha", "1 rejected", "broken.jar")
                .containsPattern("sha256    [0-9a-f]{64}");
    }

    @Test
    void enginesSaysWhyADeviceCannotBeUsed() {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        assertThat(program.run("engines")).isZero();
        assertThat(program.out())
                .contains("counting: An engine that counts.")
                .contains("device cuda (none): unavailable because libcuda.so.1 is missing")
                .contains("device cpu (a CPU): available")
                .contains("engine.counting.fail_at (whole number, default 0): Prompt length");
        assertThat(program.run("engines", "--set", "engine.counting.fail_at=many"))
                .isEqualTo(2);
        assertError("engine.counting.fail_at: expected a whole number, found \"many\"");
    }
}
