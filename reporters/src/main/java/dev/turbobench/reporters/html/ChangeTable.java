package dev.turbobench.reporters.html;

import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How runs differ from the first: a row for each case of each of them, a column for each key metric.
 *
 * @param runs the runs, the first of which the others are compared with
 * @param changes what tests found
 */
record ChangeTable(List<ComparedRun> runs, List<MetricChange> changes) {

    static ChangeTable of(List<ComparedRun> runs, List<MetricChange> changes) {
        return new ChangeTable(runs, changes);
    }

    Map<String, Object> toMap() {
        List<Heading> headings = headings();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int run = 1; run < runs.size(); run++) {
            for (CaseResult result : runs.get(0).results().results()) {
                rows.add(row(run, result.spec(), headings));
            }
        }
        return Map.of("headings", headings.stream().map(Heading::toMap).toList(), "rows", rows);
    }

    private record Heading(String id, String title, String definition) {
        Map<String, String> toMap() {
            return Map.of("id", id, "title", title, "definition", definition);
        }
    }

    private List<Heading> headings() {
        List<CaseResult> results =
                runs.stream().flatMap(run -> run.results().results().stream()).toList();
        List<Heading> headings = new ArrayList<>();
        for (MetricColumn column : ResultTable.shown(results)) {
            MetricValue any = results.stream()
                    .flatMap(result -> column.value(result).stream())
                    .findFirst()
                    .orElseThrow();
            String id = any.descriptor().id();
            if (changes.stream().anyMatch(change -> change.metric().equals(id))) {
                headings.add(new Heading(
                        id,
                        column.titleOr(any.descriptor().label()),
                        any.descriptor().definition()));
            }
        }
        return headings;
    }

    private Map<String, Object> row(int run, CaseSpec spec, List<Heading> headings) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("run", runs.get(run).label());
        row.put("batch", Integer.toString(spec.concurrency()));
        row.put("prompt", Integer.toString(spec.promptTokens()));
        row.put("completion", Integer.toString(spec.completionTokens()));
        row.put(
                "cells",
                headings.stream()
                        .map(heading -> cell(find(run, spec, heading.id())))
                        .toList());
        return row;
    }

    private Optional<MetricChange> find(int run, CaseSpec spec, String metric) {
        return changes.stream()
                .filter(change -> change.run() == run
                        && change.spec().label().equals(spec.label())
                        && change.metric().equals(metric))
                .findFirst();
    }

    private static Map<String, String> cell(Optional<MetricChange> found) {
        if (found.isEmpty()) {
            return Map.of("text", "–", "sort", "", "range", "", "note", "", "tone", "");
        }
        MetricChange change = found.get();
        Interval interval = change.interval();
        String note = change.note();
        return Map.of(
                "text",
                text(change),
                "sort",
                PlainNumber.of(change.ratio()),
                "range",
                interval == null ? "" : percent(interval.low()) + " to " + percent(interval.high()),
                "note",
                note == null ? "" : note,
                "tone",
                change.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String text(MetricChange change) {
        return switch (change.verdict()) {
            case BETTER, WORSE, DIFFERENT -> percent(change.ratio());
            case NONE_SHOWN -> "~ " + percent(change.ratio());
            case NOT_COMPARABLE -> "n/a";
        };
    }

    /** A ratio as people say it: 1.1 is +10 %. */
    private static String percent(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1)) : "n/a";
    }
}
