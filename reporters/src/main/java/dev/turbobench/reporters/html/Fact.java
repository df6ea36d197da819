package dev.turbobench.reporters.html;

import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.ScaledUnit;
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
 * @param value the number
 * @param unit its unit
 * @param where the case that reached it
 */
record Fact(String label, String value, String unit, String where) {

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
    static List<Fact> best(List<CaseResult> results) {
        List<Fact> facts = new ArrayList<>();
        for (Candidate candidate : CANDIDATES) {
            Comparator<CaseResult> order = Comparator.comparingDouble(result -> number(candidate, result));
            results.stream()
                    .filter(result -> result.status() == CaseStatus.VALID)
                    .filter(result -> Double.isFinite(number(candidate, result)))
                    .max(candidate.highest() ? order : order.reversed())
                    .ifPresent(result -> facts.add(fact(candidate, result)));
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
        return new Fact(candidate.label(), unit.format(value.value()), unit.symbol(), where);
    }

    Map<String, String> toMap() {
        return Map.of("label", label, "value", value, "unit", unit, "where", where);
    }
}
