package dev.turbobench.reporters.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbobench.reporters.TestingMatrix;
import dev.turbobench.reporters.TestingRun;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.RunComparison;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Pages to look at and to test with. */
final class TestingPages {

    private static final Instant END = Instant.parse("2026-11-24T13:00:00Z");

    private TestingPages() {}

    static Path write(Path file, RunHeader header, List<CaseResult> results) throws IOException {
        RunResults run = RunResults.ended(header, new RunSummary(END, false, results));
        return write(file, List.of(new ComparedRun(header.model(), run)), List.of());
    }

    private static Path write(Path file, List<ComparedRun> runs, List<MetricChange> changes) throws IOException {
        return Files.write(
                file, new HtmlPage().render(new PageModel(runs, changes)).getBytes(UTF_8));
    }

    static Path defaultMatrix(Path folder) throws IOException {
        return write(
                folder.resolve("matrix.html"),
                TestingMatrix.header("meta-llama/Llama-2-7b-hf"),
                TestingMatrix.results());
    }

    static Path manyCases(Path folder) throws IOException {
        List<CaseResult> results = TestingMatrix.manyResults();
        return write(folder.resolve("many.html"), TestingMatrix.header("llama-2-7b", results), results);
    }

    /** One case of a run on a CPU: nothing was sampled, the engine says nothing about steps. */
    static Path oneCase(Path folder) throws IOException {
        CaseResult result = TestingRun.valid(
                0,
                1,
                TestingRun.metric("throughput_out", Unit.TOKENS_PER_SECOND, 12.25, 12, 12.5),
                TestingRun.metric("throughput_per_user", Unit.TOKENS_PER_SECOND, 12.75),
                TestingRun.metric("ttft_mean", Unit.SECONDS, 0.31));
        return write(folder.resolve("one.html"), TestingMatrix.header("tiny", List.of(result)), List.of(result));
    }

    static Path allInvalid(Path folder) throws IOException {
        List<CaseResult> results = TestingMatrix.results().stream()
                .map(result -> new CaseResult(
                        result.spec(),
                        1,
                        CaseStatus.INVALID,
                        List.of("queued: largest live batch 1/%d"
                                .formatted(result.spec().concurrency())),
                        null,
                        10,
                        result.metrics(),
                        result.details()))
                .toList();
        return write(folder.resolve("invalid.html"), TestingMatrix.header("llama-2-7b", results), results);
    }

    static Path hostile(Path folder, String text) throws IOException {
        List<CaseResult> results = List.of(
                TestingRun.result(
                        0,
                        1,
                        CaseStatus.INVALID,
                        List.of(text),
                        TestingRun.metric("throughput_out", Unit.TOKENS_PER_SECOND, 5)),
                TestingRun.failed(1, text));
        return write(folder.resolve("hostile.html"), TestingRun.header(text), results);
    }

    static Path comparison(Path folder) throws IOException {
        List<CaseResult> first = TestingMatrix.results();
        List<CaseResult> second = new ArrayList<>();
        List<MetricChange> changes = new ArrayList<>();
        for (CaseResult result : first) {
            double factor = 1 + 0.06 * Math.sin(result.spec().index());
            second.add(new CaseResult(
                    result.spec(),
                    1,
                    result.status(),
                    result.notes(),
                    result.failure(),
                    result.rounds(),
                    result.metrics().stream().map(value -> times(value, factor)).toList(),
                    result.details()));
            for (String id : List.of("throughput_out", "ttft_mean", "tpot_mean")) {
                result.metric(id).ifPresent(value -> changes.add(change(result, id, factor)));
            }
        }
        RunHeader header = TestingMatrix.header("meta-llama/Llama-2-7b-hf", first);
        return write(
                folder.resolve("comparison.html"),
                new RunComparison(
                                List.of(
                                        new ComparedRun(
                                                "before.json",
                                                RunResults.ended(header, new RunSummary(END, false, first))),
                                        new ComparedRun(
                                                "after.json",
                                                RunResults.ended(header, new RunSummary(END, false, second)))),
                                changes)
                        .runs(),
                changes);
    }

    private static MetricValue times(MetricValue value, double factor) {
        Interval interval = value.interval();
        return new MetricValue(
                value.descriptor(),
                value.value() * factor,
                interval == null
                        ? null
                        : new Interval(
                                interval.low() * factor, interval.high() * factor, interval.level(), interval.method()),
                value.samples(),
                value.note());
    }

    private static MetricChange change(CaseResult result, String id, double factor) {
        boolean lowIsBetter = !id.startsWith("throughput");
        MetricChange.Verdict verdict = Math.abs(factor - 1) < 0.02
                ? MetricChange.Verdict.NONE_SHOWN
                : factor > 1 == lowIsBetter ? MetricChange.Verdict.WORSE : MetricChange.Verdict.BETTER;
        return new MetricChange(
                1,
                result.spec(),
                id,
                factor,
                new Interval(factor - 0.015, factor + 0.015, 0.95, "bootstrap over rounds"),
                0.01,
                verdict,
                null);
    }

    /** Write all of them into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        defaultMatrix(folder);
        manyCases(folder);
        oneCase(folder);
        allInvalid(folder);
        comparison(folder);
        hostile(folder, TestingRun.HOSTILE);
    }
}
