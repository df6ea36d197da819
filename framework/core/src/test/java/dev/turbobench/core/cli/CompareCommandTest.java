package dev.turbobench.core.cli;

import static dev.turbobench.core.compare.TestingMatrix.result;
import static dev.turbobench.core.compare.TestingMatrix.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.results.ResultDocument;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    private static final double[] ROUNDS = {100, 101, 102, 100.5, 101.5, 100.2, 101.2, 100.7, 101.7, 102.2};

    @TempDir
    private Path folder;

    private TestingProgram program;
    private String base;
    private String slow;

    @BeforeEach
    void writeRuns() throws IOException {
        program = new TestingProgram(folder);
        base = write("base.json", 1, CaseStatus.VALID);
        slow = write("slow.json", 0.9, CaseStatus.VALID);
    }

    private String write(String name, double speed, CaseStatus status) throws IOException {
        CaseSpec spec = new CaseSpec(0, 16, 128, 256);
        double[] rounds = Arrays.stream(ROUNDS).map(v -> v * speed).toArray();
        CaseResult result = result(
                spec, status, value("throughput_out", Unit.TOKENS_PER_SECOND, Direction.HIGHER_IS_BETTER, rounds));
        RunHeader header = new RunHeader(
                name,
                Instant.EPOCH,
                "1",
                "model",
                "engine",
                null,
                null,
                List.of(spec),
                List.of(),
                Map.of(),
                List.of(),
                List.of());
        RunSummary summary = new RunSummary(Instant.EPOCH, false, List.of(result));
        Path file = folder.resolve(name);
        Files.writeString(file, ResultDocument.of(header, summary).toPrettyString());
        return file.toString();
    }

    @Test
    void showsRatioIntervalAndVerdict() {
        assertThat(program.run("compare", base, slow)).isZero();

        assertThat(program.out())
                .containsPattern(
                        "c16-p128-g256 \\| throughput_out \\(tok/s\\) +\\| +101.10 \\| +90.99 \\| 0.9000 \\| 0.8.* worse")
                .contains("geometric mean of", "1 tests over rounds");
    }

    @Test
    void sameRunShowsNoDifference() {
        assertThat(program.run("compare", base, base, "--fail-on", "regression=3%", "--junit", base + ".xml"))
                .isZero();
        assertThat(program.out()).containsPattern("1.0000 .* ~ ");
    }

    @Test
    void regressionEndsWithItsOwnExitCodeAndJunit() throws IOException {
        Path junit = folder.resolve("junit.xml");
        Path markdown = folder.resolve("compare.md");

        int exitCode = program.run(
                "compare",
                base,
                slow,
                "--fail-on",
                "regression=3%",
                "--junit",
                junit.toString(),
                "--markdown",
                markdown.toString());

        assertThat(exitCode).isEqualTo(5);
        assertThat(junit)
                .content()
                .contains("tests=\"1\" failures=\"1\"", "classname=\"turbobench.compare.c16-p128-g256\"");
        assertThat(Files.readString(markdown)).isEqualTo(program.out());
        assertThat(program.run("compare", base, slow, "--fail-on", "regression=20%", "--junit", junit.toString()))
                .isZero();
        assertThat(program.run("compare", slow, base, "--fail-on", "regression=3%", "--junit", junit.toString()))
                .isZero();
    }

    @Test
    void caseThatIsNoLongerValidIsARegression() throws IOException {
        String invalid = write("invalid.json", 1, CaseStatus.INVALID);

        int exitCode = program.run(
                "compare",
                base,
                invalid,
                "--fail-on",
                "regression=3%",
                "--junit",
                folder.resolve("x.xml").toString());

        assertThat(exitCode).isEqualTo(5);
        assertThat(program.out()).contains("no longer valid: c16-p128-g256: it is INVALID in the candidate");
    }

    @Test
    void wrongConditionIsAUserError() {
        assertThat(program.run("compare", base, slow, "--fail-on", "slower")).isEqualTo(2);
        assertThat(program.err()).contains("--fail-on: expected regression=PERCENT, found \"slower\"");
        assertThat(program.run("compare", base, slow, "--smallest", "x")).isEqualTo(2);
        assertThat(program.run("compare", base, folder.resolve("none").toString()))
                .isEqualTo(2);
    }
}
