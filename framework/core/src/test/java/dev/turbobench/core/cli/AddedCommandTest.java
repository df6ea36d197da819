package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedCommandTest {

    @TempDir
    Path home;

    private TestingProgram program;

    @BeforeEach
    void addPlugin() {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        program = new TestingProgram(home);
    }

    @Test
    void runsWithDefaults() {
        assertThat(program.run("echo", "hello")).isEqualTo(1);
        assertThat(program.out()).isEqualTo("hello%n.%n".formatted());
        assertThat(program.err()).isEqualTo("saying 0%%%nsaying 100%%%nturbobench: warning: said it%n".formatted());
    }

    @Test
    void takesParametersOptionsAndFlags() {
        assertThat(program.run("echo", "--loud", "hello", "--how_often", "2", "!"))
                .isEqualTo(1);
        assertThat(program.out()).isEqualTo("HELLO%nHELLO%n!%n".formatted());
    }

    @Test
    void isShownInHelpAndCompletion() {
        program.run("--help");
        assertThat(program.out()).contains("echo", "100% reliably");
        program.run("completion");
        assertThat(program.out()).contains("--how-often");
        program.run("echo", "--help");
        assertThat(program.out()).contains("WORD", "What to say last. Default: .", "--how-often=HOW_OFTEN", "--loud");
    }

    @Test
    void errorsHaveTheirExitCodes() {
        assertThat(program.run("echo")).isEqualTo(2);
        assertThat(program.err()).contains("[USAGE]", "WORD");
        assertThat(program.run("echo", "x", "--how-often", "many")).isEqualTo(2);
        assertThat(program.err()).contains("[INVALID_OPTION]", "echo.how_often: expected a whole number");
        assertThat(program.run("echo", "fail")).isEqualTo(2);
        assertThat(program.err()).isEqualTo("turbobench: error [MODEL_NOT_FOUND]: no such word%n".formatted());
    }

    @Test
    void isInterruptedByTheSignal() {
        program.stop();
        assertThat(program.run("echo", "sleep")).isEqualTo(70);
        assertThat(program.err()).isEqualTo("turbobench: error [CANCELLED]: woken up%n".formatted());
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void comesFromOtherDirectoriesToo() {
        String plugins = home.resolve("plugins").toString();
        TestingProgram elsewhere = new TestingProgram(home.resolve("nothing"));
        assertThat(elsewhere.run("echo", "x")).isEqualTo(2);
        assertThat(elsewhere.run("echo", "x", "--plugin-dir", plugins)).isEqualTo(1);
        assertThat(elsewhere.variable("TURBOBENCH_PLUGIN_DIR", plugins).run("echo", "x"))
                .isEqualTo(1);
    }
}
