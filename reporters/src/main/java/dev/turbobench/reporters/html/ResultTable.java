package dev.turbobench.reporters.html;

import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of all cases, with the key metrics. */
final class ResultTable {

    private static final List<MetricColumn> COLUMNS = List.of(
            new MetricColumn("Output", List.of("throughput_out", "legacy_throughput_out")),
            new MetricColumn("Per user", List.of("throughput_per_user")),
            new MetricColumn("MBU", List.of("mbu_measured", "mbu_datasheet")),
            new MetricColumn("TTFT mean", List.of("ttft_mean", "legacy_ftl_ave")),
            new MetricColumn("TPOT mean", List.of("tpot_mean")),
            new MetricColumn("ITL P50", List.of("itl_token_p50", "legacy_p50")),
            new MetricColumn("ITL P99", List.of("itl_token_p99", "legacy_p99")),
            new MetricColumn("E2E mean", List.of("e2e_mean")),
            new MetricColumn("Memory", List.of("legacy_mem", "mem_total")),
            new MetricColumn("KV used", List.of("kv_used_max")));

    private ResultTable() {}

    /** The columns of which some case has a metric, each with the one metric that it shows. */
    static List<MetricColumn> shown(List<CaseResult> results) {
        return COLUMNS.stream()
                .flatMap(column ->
                        shownId(column, results).map(id -> new MetricColumn(column.title(), List.of(id))).stream())
                .toList();
    }

    /** The first metric of which some case has a number; where none has, the first that some case knows. */
    private static Optional<String> shownId(MetricColumn column, List<CaseResult> results) {
        return column.ids().stream()
                .filter(id -> results.stream()
                        .anyMatch(result -> result.metric(id)
                                .filter(MetricValue::isAvailable)
                                .isPresent()))
                .findFirst()
                .or(() -> column.ids().stream()
                        .filter(id -> results.stream()
                                .anyMatch(result -> result.metric(id).isPresent()))
                        .findFirst());
    }

    static List<Map<String, String>> headings(List<CaseResult> results) {
        return shown(results).stream()
                .map(column -> {
                    MetricValue any = results.stream()
                            .flatMap(result -> column.value(result).stream())
                            .findFirst()
                            .orElseThrow();
                    return Map.of(
                            "id", any.descriptor().id(),
                            "title", column.titleOr(any.descriptor().label()),
                            "unit", ScaledUnit.of(any.descriptor().unit()).symbol(),
                            "definition", any.descriptor().definition());
                })
                .toList();
    }

    static List<Map<String, Object>> rows(List<ComparedRun> runs) {
        List<MetricColumn> columns = shown(
                runs.stream().flatMap(run -> run.results().results().stream()).toList());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ComparedRun run : runs) {
            for (CaseResult result : run.results().results()) {
                Map<String, Object> row = row(result, columns);
                row.put("run", run.label());
                rows.add(row);
            }
        }
        return rows;
    }

    private static Map<String, Object> row(CaseResult result, List<MetricColumn> columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("label", result.spec().label());
        row.put("batch", Integer.toString(result.spec().concurrency()));
        row.put("prompt", Integer.toString(result.spec().promptTokens()));
        row.put("completion", Integer.toString(result.spec().completionTokens()));
        row.put("status", result.status().name());
        List<String> remarks = new ArrayList<>();
        CaseFailure failure = result.failure();
        if (failure != null) {
            remarks.add(failure.code() + ": " + failure.message());
        }
        remarks.addAll(result.notes());
        row.put("remarks", remarks);
        row.put("cells", columns.stream().map(column -> cell(result, column)).toList());
        return row;
    }

    private static Map<String, String> cell(CaseResult result, MetricColumn column) {
        MetricValue value = column.value(result).orElse(null);
        if (value == null) {
            return Map.of("text", "–", "sort", "", "range", "", "note", "");
        }
        ScaledUnit unit = ScaledUnit.of(value.descriptor().unit());
        Interval interval = value.isAvailable() ? value.interval() : null;
        String range = interval == null ? "" : unit.format(interval.low()) + " to " + unit.format(interval.high());
        String note = value.note();
        return Map.of(
                "text",
                unit.format(value.value()),
                "sort",
                PlainNumber.of(value.value()),
                "range",
                range,
                "note",
                note == null ? "" : note);
    }
}
