package dev.turbobench.reporters.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.reporters.TestingRun;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownReporterTest {

    @TempDir
    Path folder;

    private Reporter reporter(Map<String, OptionValue> given) {
        MarkdownReporterFactory factory = new MarkdownReporterFactory();
        return factory.create(
                Options.of("report.markdown", factory.options(), given), new ReportTarget(folder.resolve("out.md")));
    }

    private String text() throws IOException {
        return Files.readString(folder.resolve("out.md"));
    }

    @Test
    void writesAnAlignedTable() throws IOException {
        TestingRun.complete(
                reporter(Map.of()),
                TestingRun.header("llama-2-7b"),
                TestingRun.valid(
                        0,
                        1,
                        TestingRun.metric("throughput_out", Unit.TOKENS_PER_SECOND, 61.25, 61, 61.5),
                        TestingRun.metric("ttft_mean", Unit.SECONDS, 0.0123)),
                TestingRun.result(
                        1,
                        64,
                        CaseStatus.INVALID,
                        List.of("queued: largest live batch 37/64"),
                        TestingRun.metric("throughput_out", Unit.TOKENS_PER_SECOND, 1961.25, 1900, 2000.5),
                        TestingRun.metric("ttft_mean", Unit.SECONDS, 116)));

        assertThat(text()).isEqualTo("""
                        > The weights are random: the tokens mean nothing.

                        | model      | engine              | status  |  tp | batch | prompt | completion | output (tok/s) | TTFT (ms) |
                        | ---------- | ------------------- | ------- | --: | ----: | -----: | ---------: | -------------: | --------: |
                        | llama-2-7b | turbomind cuda fp16 | VALID   |   1 |     1 |    128 |       2048 |  61.25 ± 0.250 |     12.30 |
                        | llama-2-7b | turbomind cuda fp16 | INVALID |   1 |    64 |    128 |       2048 |   1961 ± 50.25 |    116000 |

                        - c64-p128-g2048 INVALID: queued: largest live batch 37/64

                        ± is half the width of the confidence interval at a level of 0.95.

                        TurboBench 0.1.0, run 20261124-120000-abcd
                        """);
    }

    @Test
    void showsTheMetricsThatWereAskedFor() throws IOException {
        OptionValue ids = new OptionValue("legacy_mem, legacy_p99", OptionSource.COMMAND_LINE);

        TestingRun.complete(
                reporter(Map.of("metrics", ids)),
                TestingRun.header("m"),
                TestingRun.valid(0, 1, TestingRun.legacyMetrics()),
                TestingRun.failed(1, "needs more"));

        assertThat(text())
                .contains("| legacy_mem (GiB) | legacy_p99 (ms) |")
                .contains("|             3.50 |           10500 |")
                .contains("- c64-p128-g2048 FAILED: OUT_OF_MEMORY: needs more")
                .doesNotContain("±");
    }

    @Test
    void foreignTextBringsNeitherMarkupNorCells() throws IOException {
        TestingRun.complete(
                reporter(Map.of()),
                TestingRun.header(TestingRun.HOSTILE),
                TestingRun.valid(0, 1, TestingRun.legacyMetrics()));

        String row = text().lines()
                .filter(line -> line.contains("HYPERLINK"))
                .findFirst()
                .orElseThrow();
        assertThat(row.replace("\\|", "").chars().filter(c -> c == '|').count()).isEqualTo(13);
        assertThat(row).contains("\\<script\\>").contains("\\`\\*\\*");
    }
}
