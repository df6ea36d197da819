package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import dev.turbobench.core.store.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for runs that were stored, on runs of an engine that counts. */
class StoredRunCommandsTest {

    @TempDir
    Path home;

    private TestingProgram program;

    @BeforeEach
    void addPlugin() {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        program = new TestingProgram(home);
    }

    private void profile() {
        assertThat(program.run(
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
                        "-tr",
                        "2"))
                .as("%s", program.err())
                .isIn(0, 1);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> paths = Files.list(home.resolve("turbobench-results"))) {
            return paths.sorted().toList();
        }
    }

    @Test
    void profileSaysWhereTheRunIs() throws IOException {
        profile();

        assertThat(program.out()).contains("results: " + folders().get(0).toRealPath());
    }

    @Test
    void recomputeFindsTheSameNumbers() throws IOException {
        profile();

        assertThat(program.run("recompute", folders().get(0).toString()))
                .as("%s", program.err())
                .isZero();
        assertThat(program.out()).contains(" 0 differ");
    }

    @Test
    void mergedRunsAreReadAsTheyWere() throws IOException {
        profile();
        profile();
        List<Path> runs = folders();
        Path file = home.resolve("both.json");
        Path folder = home.resolve("both");
        String first = runs.get(0).toString();
        String second = runs.get(1).toString();

        assertThat(program.run("merge", first, second, "--out", file.toString()))
                .isZero();
        assertThat(program.out()).contains("both.json: 2 runs");
        assertThat(program.run("merge", first, second, "--out", folder.toString()))
                .isZero();

        List<StoredRun> separate = StoredRun.readAll(runs);
        assertThat(StoredRun.read(file))
                .extracting(StoredRun::content)
                .containsExactlyElementsOf(
                        separate.stream().map(StoredRun::content).toList());
        assertThat(StoredRun.read(folder))
                .extracting(StoredRun::content)
                .containsExactlyElementsOf(
                        separate.stream().map(StoredRun::content).toList());
        assertThat(StoredRun.read(folder).get(0).eventFiles()).hasSize(1);
        assertThat(program.run(
                        "merge", first, first, "--out", home.resolve("c.json").toString()))
                .isEqualTo(2);
        assertThat(program.err()).contains("name it once");
        assertThat(program.run("merge", first, "--out", file.toString())).isEqualTo(2);
        assertThat(program.err()).contains("does not exist yet");
    }

    @Test
    void reportNeedsToKnowWhatToWriteAndOfWhat() {
        profile();

        assertThat(program.run("report", home.toString(), "--report", "html")).isEqualTo(2);
        assertThat(program.run("report", home.resolve("turbobench-results").toString()))
                .isEqualTo(2);
        assertThat(program.err()).contains("--report NAME=FILE");
        assertThat(program.run("recompute", home.toString())).isEqualTo(2);
        assertThat(program.err()).contains("[RESULT_INVALID]", "results.jsonl");
    }
}
