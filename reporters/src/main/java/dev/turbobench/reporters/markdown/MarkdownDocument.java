package dev.turbobench.reporters.markdown;

import static dev.turbobench.reporters.markdown.MarkdownTable.foreign;

import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import java.util.ArrayList;
import java.util.List;

/** Notices, the table, what is to be said about single cases, and what ran where. */
final class MarkdownDocument {

    private static final int TEXT_COLUMNS = 3;

    private MarkdownDocument() {}

    static String of(RunHeader header, List<CaseResult> results, List<MetricColumn> columns) {
        StringBuilder text = new StringBuilder();
        header.notices()
                .forEach(notice -> text.append("> ").append(foreign(notice)).append("\n\n"));
        text.append(table(header, results, columns).text()).append('\n');
        List<String> remarks =
                results.stream().flatMap(result -> remarks(result).stream()).toList();
        remarks.forEach(remark -> text.append("- ").append(remark).append('\n'));
        if (!remarks.isEmpty()) {
            text.append('\n');
        }
        results.stream()
                .flatMap(result -> columns.stream().flatMap(column -> column.interval(result).stream()))
                .findFirst()
                .ifPresent(interval -> text.append("± is half the width of the confidence interval at a level of ")
                        .append(PlainNumber.of(interval.level()))
                        .append(".\n\n"));
        return text.append("TurboBench ")
                .append(foreign(header.version()))
                .append(", run ")
                .append(foreign(header.runId()))
                .append('\n')
                .toString();
    }

    private static MarkdownTable table(RunHeader header, List<CaseResult> results, List<MetricColumn> columns) {
        List<MetricColumn> shown = columns.stream()
                .filter(column -> column.heading(results).isPresent())
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> titles =
                new ArrayList<>(List.of("model", "engine", "status", "tp", "batch", "prompt", "completion"));
        shown.forEach(column -> titles.add(foreign(column.heading(results).orElseThrow())));
        rows.add(titles);
        for (CaseResult result : results) {
            List<String> row = new ArrayList<>(List.of(
                    foreign(header.model()),
                    foreign(engine(header)),
                    result.status().name(),
                    Integer.toString(result.tensorParallelSize()),
                    Integer.toString(result.spec().concurrency()),
                    Integer.toString(result.spec().promptTokens()),
                    Integer.toString(result.spec().completionTokens())));
            shown.forEach(column -> row.add(column.cell(result)));
            rows.add(row);
        }
        return new MarkdownTable(TEXT_COLUMNS, rows);
    }

    private static String engine(RunHeader header) {
        EngineInfo info = header.engineInfo();
        return info == null ? header.engine() : "%s %s %s".formatted(header.engine(), info.device(), info.dataType());
    }

    private static List<String> remarks(CaseResult result) {
        List<String> remarks = new ArrayList<>();
        CaseFailure failure = result.failure();
        if (failure != null) {
            remarks.add(failure.code() + ": " + failure.message());
        }
        if (result.status() != CaseStatus.VALID) {
            remarks.addAll(result.notes());
        }
        return remarks.stream()
                .map(remark -> "%s %s: %s".formatted(result.spec().label(), result.status(), foreign(remark)))
                .toList();
    }
}
