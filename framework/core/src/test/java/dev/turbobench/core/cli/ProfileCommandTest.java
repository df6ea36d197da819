package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whole benchmarks on a plugin that counts. */
@Timeout(180)
class ProfileCommandTest {

    private static final String VALID_ROW = "\\|\\s+%d \\|\\s+4 \\|\\s+3 \\| VALID +\\|";

    /** Tokens take long enough for the requests of a round to run at the same time, as a valid case demands. */
    private static final String SLOW = "engine.counting.step_micros=3000";

    @TempDir
    Path home;

    private TestingProgram program;

    @BeforeEach
    void addPlugin() {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        program = new TestingProgram(home);
    }

    private int profile(String... arguments) {
        List<String> all = new ArrayList<>(List.of("profile", "--engine", "counting", "--csv", "", "--set", SLOW));
        all.addAll(List.of(arguments));
        return program.run(all.toArray(String[]::new));
    }

    @Test
    void printsHeaderProgressAndTable() {
        assertThat(profile("-c", "1", "2", "-pt", "4", "-ct", "3", "-tr", "2", "my-model"))
                .isZero();
        assertThat(program.out())
                .contains("my-model (Counter, 1.50M parameters)", "counting", "cpu: a CPU", "int32, tp 1")
                .contains("2 cases: concurrency 1 2 x (prompt, completion) (4, 3)", "greedy, seed 0")
                .contains("libcuda.so.1 is missing")
                .containsPattern(VALID_ROW.formatted(1))
                .containsPattern(VALID_ROW.formatted(2));
        assertThat(program.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("[1/2] c1-p4-g3").contains("VALID", "2 rounds", "tok/s"),
                        line -> assertThat(line).startsWith("[2/2] c2-p4-g3").contains("VALID", "2 rounds", "tok/s"));
    }

    @Test
    void withoutModelItSaysWhatTheNumbersAreWorth() {
        assertThat(profile()).isZero();
        assertThat(program.out())
                .contains("no MODEL given: random weights of synthetic:tiny; speed says nothing about a real model")
                .contains("no MODEL and no matrix given: the small matrix of --preset quick")
                .contains("6 cases");
    }

    @Test
    void aFailedCaseIsARowAndExitCodeOne() {
        assertThat(profile(
                        "m", "-c", "1", "-pt", "4", "5", "-ct", "3", "-tr", "1", "--set", "engine.counting.fail_at=5"))
                .isEqualTo(1);
        assertThat(program.out())
                .containsPattern(VALID_ROW.formatted(1))
                .containsPattern("\\|\\s+1 \\|\\s+5 \\|\\s+3 \\| FAILED \\|")
                .contains("c1-p5-g3 FAILED: [OUT_OF_MEMORY]", "no room for the prompt");
    }

    @Test
    void noProgressIsQuietAndVerboseShowsEverySetting() {
        assertThat(profile("m", "-c", "1", "-pt", "4", "-ct", "3", "-tr", "1", "--no-progress", "--verbose"))
                .isZero();
        assertThat(program.err()).isEmpty();
        assertThat(program.out())
                .containsPattern("\\| concurrency +\\| 1 +\\| command line \\|")
                .containsPattern("\\| engine.counting.step_micros +\\| 3000 +\\| command line +\\|");
    }

    @Test
    void onATerminalTheLastLineMoves() {
        program.interactive();
        assertThat(profile(
                        "m",
                        "-c",
                        "1",
                        "-pt",
                        "4",
                        "-ct",
                        "30",
                        "-tr",
                        "2",
                        "--set",
                        "engine.counting.step_micros=20000"))
                .isZero();
        assertThat(program.err())
                .contains("\r\u001b[Kloading m ...", "warm-up", "round 1/2", " left")
                .containsPattern("VALID   2 rounds in .* tok/s.*\\R$");
    }

    @Test
    void stoppingKeepsWhatWasMeasured() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> exitCode = thread.submit(() -> profile(
                    "m",
                    "-c",
                    "1",
                    "-pt",
                    "4",
                    "-ct",
                    "3",
                    "4000",
                    "-tr",
                    "1",
                    "--set",
                    "engine.counting.step_micros=1000"));
            while (!program.err().contains("[1/2]")) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            program.stop();
            assertThat(exitCode.get()).isEqualTo(130);
        } finally {
            thread.shutdownNow();
        }
        assertThat(program.out()).containsPattern(VALID_ROW.formatted(1)).contains("interrupted");
    }

    @Test
    void anExplicitDeviceThatCannotBeHadIsAnError() {
        assertThat(profile("m", "--device", "cuda")).isEqualTo(4);
        assertThat(program.err()).contains("[DEVICE_UNAVAILABLE]", "libcuda.so.1 is missing");
        assertThat(profile("m", "--device", "tpu")).isEqualTo(2);
        assertThat(program.err()).contains("tpu");
    }

    private int troubled(String option) {
        return profile(
                "m", "-c", "1", "-pt", "4", "5", "-ct", "3", "-tr", "1", "--plugin-timeout", "1", "--set", option);
    }

    @Test
    void anEngineThatHangsAfterARoundFailsItsCases() {
        assertThat(troubled("engine.counting.hang_in=memoryUsage")).isEqualTo(1);
        assertThat(program.out())
                .contains("c1-p4-g3 FAILED: [PLUGIN_FAILED] plugin counting 1.2.3", "c1-p5-g3 FAILED")
                .contains("memoryUsage of engine counting did not return within 1 s (--plugin-timeout)")
                .contains("acme.engine.TestingEngine.hang(TestingEngine.java:");
    }

    @Test
    void anEngineThatHangsInResetIsReplaced() {
        assertThat(troubled("engine.counting.hang_in=reset")).isZero();
        assertThat(program.out()).contains("the engine was started anew before this case");
    }

    @Test
    void anEngineThatHangsInCloseDoesNotKeepTheRun() {
        assertThat(troubled("engine.counting.hang_in=close")).isZero();
    }

    @Test
    void anEngineThatHangsBeforeAnythingWasMeasuredEndsTheRun() {
        assertThat(troubled("engine.counting.hang_in=limits")).isEqualTo(3);
        assertThat(program.err()).contains("plugin counting 1.2.3", "limits of engine counting did not return");
    }

    @ParameterizedTest
    @CsvSource({"throw, IllegalStateException: lost the model", "exit, must not end the process"})
    void anEngineWhoseThreadsDieFailsItsCasesAtOnce(String by, String reason) {
        // Without a request that ends, the run waits for the engine to give up its requests.
        assertThat(profile("m", "-c", "1", "-pt", "4", "-ct", "3", "-tr", "1", "--set", "engine.counting.die_by=" + by))
                .isEqualTo(1);
        assertThat(program.out())
                .contains("c1-p4-g3 FAILED: [PLUGIN_FAILED] plugin counting 1.2.3: its thread")
                .contains(reason);
    }
}
