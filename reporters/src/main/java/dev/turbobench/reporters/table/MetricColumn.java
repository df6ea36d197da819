package dev.turbobench.reporters.table;

import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column with one metric.
 *
 * @param title the title without the unit; {@code null} to use the label of the metric
 * @param ids the metric to show is the first of these that a run has
 */
public record MetricColumn(@Nullable String title, List<String> ids) {

    /** A column with the label of its metric as title. */
    public static MetricColumn ofMetric(String id) {
        return new MetricColumn(null, List.of(id));
    }

    /** What most readers look for: throughput, latency and memory. */
    public static List<MetricColumn> standard() {
        return List.of(
                new MetricColumn("output", List.of("throughput_out", "legacy_throughput_out")),
                new MetricColumn("per user", List.of("throughput_per_user")),
                new MetricColumn("TTFT", List.of("ttft_mean", "legacy_ftl_ave")),
                new MetricColumn("ITL P50", List.of("itl_token_p50", "legacy_p50")),
                new MetricColumn("ITL P99", List.of("itl_token_p99", "legacy_p99")),
                new MetricColumn("memory", List.of("legacy_mem")));
    }

    /** The title without the unit, or a label where there is none. */
    public String titleOr(String label) {
        return title == null ? label : title;
    }

    /** The value that the column shows of a case; empty if it has none of the metrics. */
    public Optional<MetricValue> value(CaseResult result) {
        return ids.stream().flatMap(id -> result.metric(id).stream()).findFirst();
    }

    /** The title with the unit; empty if no case has the metric. */
    public Optional<String> heading(List<CaseResult> results) {
        return results.stream()
                .flatMap(result -> value(result).stream())
                .findFirst()
                .map(value -> "%s (%s)"
                        .formatted(
                                titleOr(value.descriptor().label()),
                                ScaledUnit.of(value.descriptor().unit()).symbol()));
    }

    /** The interval of the value that the column shows of a case; empty if it shows none. */
    public Optional<Interval> interval(CaseResult result) {
        return value(result).filter(MetricValue::isAvailable).map(MetricValue::interval);
    }

    /** The value, with the half width of its interval where it has one. */
    public String cell(CaseResult result) {
        Optional<MetricValue> shown = value(result);
        if (shown.isEmpty()) {
            return "";
        }
        ScaledUnit unit = ScaledUnit.of(shown.get().descriptor().unit());
        String text = unit.format(shown.get().value());
        return interval(result)
                .map(interval -> text + " ± " + unit.format((interval.high() - interval.low()) / 2))
                .orElse(text);
    }
}
