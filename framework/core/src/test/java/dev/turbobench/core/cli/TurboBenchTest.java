package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the program as a process of its own. */
@Timeout(60)
class TurboBenchTest {

    /** What a process returns that SIGTERM ended: 128 plus the number of the signal. */
    private static final int EXIT_TERMINATED = 143;

    @TempDir
    Path home;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dturbobench.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                TurboBench.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void endsWithTheExitCodeOfTheCommand() throws Exception {
        Process process = start("profile", "--tp", "3");
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(reader.lines()).first().asString().startsWith("turbobench: error [INVALID_CONFIGURATION]: ");
        }
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aSignalStopsTheRunAndWhatWasMeasuredIsShown() throws Exception {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        Process process = start(
                "profile",
                "m",
                "--engine",
                "counting",
                "--csv",
                "",
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
                "engine.counting.step_micros=2000");
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (!line.startsWith("[1/2] ")) {
                line = reader.readLine();
            }
            process.toHandle().destroy(); // Process.destroy would close the stream
            assertThat(reader.lines().toList())
                    .anyMatch(text -> text.matches("\\|\\s+1 \\|\\s+4 \\|\\s+3 \\| VALID +\\|"))
                    .anyMatch(text -> text.startsWith("interrupted"));
        }
        assertThat(process.waitFor()).isEqualTo(EXIT_TERMINATED);
    }
}
