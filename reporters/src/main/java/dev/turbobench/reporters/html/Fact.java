package dev.turbobench.reporters.html;

import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One large number of the first screen.
 *
 * @param label what it is
 * @param metric id of the metric
 * @param value the number
 * @param unit its unit
 * @param range the ends of its confidence interval; empty if it has none
 * @param where the case that reached it
 */
record Fact(String label, String metric, String value, String unit, String range, String where) {

    private record Candidate(String label, MetricColumn column, boolean highest) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate(
                    "Highest output throughput",
                    new MetricColumn(null, List.of("throughput_out", "legacy_throughput_out")),
                    true),
            new Candidate("Fastest for one user", new MetricColumn(null, List.of("throughput_per_user")), true),
            new Candidate(
                    "Shortest first token latency",
                    new MetricColumn(null, List.of("ttft_mean", "legacy_ftl_ave")),
                    false),
            new Candidate(
                    "Lowest P99 between tokens",
                    new MetricColumn(null, List.of("itl_token_p99", "legacy_p99")),
                    false));

    /** The best of the valid cases; a number that is not valid is not the best. */
    static List<Map<String, String>> best(List<CaseResult> results) {
        List<Map<String, String>> facts = new ArrayList<>();
        for (Candidate candidate : CANDIDATES) {
            Comparator<CaseResult> order = Comparator.comparingDouble(result -> number(candidate, result));
            results.stream()
                    .filter(result -> result.status() == CaseStatus.VALID)
                    .filter(result -> Double.isFinite(number(candidate, result)))
                    .max(candidate.highest() ? order : order.reversed())
                    .ifPresent(result -> facts.add(fact(candidate, result).toMap()));
        }
        return facts;
    }

    private static double number(Candidate candidate, CaseResult result) {
        return candidate.column().value(result).map(MetricValue::value).orElse(Double.NaN);
    }

    private static Fact fact(Candidate candidate, CaseResult result) {
        MetricValue value = candidate.column().value(result).orElseThrow();
        ScaledUnit unit = ScaledUnit.of(value.descriptor().unit());
        String where = "batch %s, %s → %s tokens"
                .formatted(
                        result.spec().concurrency(),
                        result.spec().promptTokens(),
                        result.spec().completionTokens());
        Interval interval = value.interval();
        String range = interval == null ? "" : unit.format(interval.low()) + " to " + unit.format(interval.high());
        return new Fact(
                candidate.label(), value.descriptor().id(), unit.format(value.value()), unit.symbol(), range, where);
    }

    private Map<String, String> toMap() {
        return Map.of("label", label, "metric", metric, "value", value, "unit", unit, "range", range, "where", where);
    }
}
