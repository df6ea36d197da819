package dev.turbobench.reporters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.reporters.TestingRun;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {

    @TempDir
    private Path folder;

    private void write(String model, String started, CaseResult... results) throws IOException {
        RunHeader header = TestingRun.header(model);
        RunHeader at = new RunHeader(
                "run-" + started,
                Instant.parse(started),
                header.version(),
                model,
                header.engine(),
                header.engineInfo(),
                header.engineLimits(),
                header.cases(),
                header.configuration(),
                header.environment(),
                header.plugins(),
                header.notices());
        TestingRun.complete(new SqlReporter(Database.file(folder.resolve("h.sqlite"))), at, results);
    }

    private static CaseResult result(CaseStatus status, double output) {
        return TestingRun.result(
                0,
                16,
                status,
                List.of(),
                TestingRun.metric("throughput_out", Unit.TOKENS_PER_SECOND, output, output - 1, output + 1),
                TestingRun.metric("ttft_mean", Unit.SECONDS, output / 1000));
    }

    private List<String> history(String... arguments) {
        return history(Map.of(), arguments);
    }

    private List<String> history(Map<String, String> environment, String... arguments) {
        HistoryCommand command = new HistoryCommand(environment);
        Map<String, OptionValue> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], new OptionValue(arguments[i + 1], OptionSource.COMMAND_LINE));
        }
        if (environment.isEmpty()) {
            given.putIfAbsent(
                    "file", new OptionValue(folder.resolve("h.sqlite").toString(), OptionSource.COMMAND_LINE));
        }
        List<OptionSpec> declared = new ArrayList<>(command.parameters());
        declared.addAll(command.options());
        List<String> lines = new ArrayList<>();
        command.run(Options.of("history", declared, given), new Console() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void warning(String text) {
                throw new AssertionError(text);
            }

            @Override
            public void progress(String label, long done, long total) {}
        });
        return lines;
    }

    @Test
    void showsRunsInOrderWithTheirChanges() throws IOException {
        write("m", "2026-11-25T12:00:00Z", result(CaseStatus.VALID, 110));
        write("m", "2026-11-24T12:00:00Z", result(CaseStatus.VALID, 100));
        write("m", "2026-11-25T18:00:00Z", result(CaseStatus.INVALID, 500));
        write("m", "2026-11-26T12:00:00Z", result(CaseStatus.VALID, 99));
        write("other", "2026-11-27T12:00:00Z", result(CaseStatus.VALID, 1));

        List<String> lines = history("model", "m");

        assertThat(lines.get(0)).isEqualTo("throughput_out (tok/s) of m");
        assertThat(lines.get(2)).isEqualTo("c16-p128-g2048");
        assertThat(lines.get(3)).contains("2026-11-24 12:00", "VALID", "100.0", "(99.00 to 101.0)");
        assertThat(lines.get(4)).contains("2026-11-25 12:00", "110.0").endsWith("+10.0 %");
        assertThat(lines.get(5)).contains("INVALID", "500.0");
        assertThat(lines.get(6)).contains("99.00").endsWith("-10.0 %");
        assertThat(lines).hasSize(9);
    }

    @Test
    void showsAnotherMetricOfFewerRuns() throws IOException {
        write("m", "2026-11-24T12:00:00Z", result(CaseStatus.VALID, 100));
        write("m", "2026-11-25T12:00:00Z", result(CaseStatus.VALID, 110));

        assertThat(history("model", "m", "metric", "ttft_mean", "runs", "1"))
                .contains("ttft_mean (ms) of m")
                .anyMatch(line -> line.contains("110.0"))
                .noneMatch(line -> line.contains("100.0"));
    }

    @Test
    void readsTheUrlFromTheEnvironment() throws IOException {
        write("m", "2026-11-24T12:00:00Z", result(CaseStatus.VALID, 100));

        assertThat(history(
                        Map.of("TURBOBENCH_REPORTER_SQL_URL", "jdbc:sqlite:" + folder.resolve("h.sqlite")),
                        "model",
                        "m"))
                .contains("throughput_out (tok/s) of m");
    }

    @Test
    void saysWhatThereIs() throws IOException {
        assertThatThrownBy(() -> history("model", "m")).hasMessageContaining("there is no file");
        write("m", "2026-11-24T12:00:00Z", result(CaseStatus.VALID, 100));
        assertThatThrownBy(() -> history("model", "n")).hasMessageEndingWith("there are runs of m");
        assertThatThrownBy(() -> history("model", "m", "metric", "x"))
                .hasMessageEndingWith("there are throughput_out, ttft_mean");
        assertThatThrownBy(() -> history("model", "m", "case", "c1-p1-g1"))
                .hasMessageEndingWith("there are c16-p128-g2048");
    }
}
