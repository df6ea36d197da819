package dev.turbobench.reporters.csv;

import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every case and every metric that some case has; numbers are in the unit that the column names. */
final class FullTable {

    private static final List<String> CASE_COLUMNS = List.of(
            "run",
            "model",
            "engine",
            "batch",
            "prompt_tokens",
            "completion_tokens",
            "tp",
            "rounds",
            "status",
            "failure_code",
            "failure",
            "notes");

    private FullTable() {}

    /** The header and one row for each case. */
    static List<List<String>> rows(RunHeader header, List<CaseResult> results) {
        Map<String, MetricDescriptor> metrics = new LinkedHashMap<>();
        Set<String> withInterval = new LinkedHashSet<>();
        for (CaseResult result : results) {
            for (MetricValue value : result.metrics()) {
                metrics.putIfAbsent(value.descriptor().id(), value.descriptor());
                if (value.interval() != null) {
                    withInterval.add(value.descriptor().id());
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>(CASE_COLUMNS);
        metrics.forEach((id, descriptor) -> names.addAll(columnNames(descriptor, withInterval.contains(id))));
        rows.add(names);
        for (CaseResult result : results) {
            List<String> row = caseCells(header, result);
            metrics.keySet().forEach(id -> row.addAll(metricCells(result, id, withInterval.contains(id))));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> columnNames(MetricDescriptor descriptor, boolean interval) {
        String id = descriptor.id();
        String unit = "(%s)".formatted(descriptor.unit().symbol());
        return interval ? List.of(id + unit, id + "_low" + unit, id + "_high" + unit) : List.of(id + unit);
    }

    private static List<String> caseCells(RunHeader header, CaseResult result) {
        CaseFailure failure = result.failure();
        return new ArrayList<>(List.of(
                CsvText.foreign(header.runId()),
                CsvText.foreign(header.model()),
                CsvText.foreign(header.engine()),
                Integer.toString(result.spec().concurrency()),
                Integer.toString(result.spec().promptTokens()),
                Integer.toString(result.spec().completionTokens()),
                Integer.toString(result.tensorParallelSize()),
                Integer.toString(result.rounds()),
                result.status().name(),
                failure == null ? "" : CsvText.foreign(failure.code()),
                failure == null ? "" : CsvText.foreign(failure.message()),
                CsvText.foreign(String.join("; ", result.notes()))));
    }

    private static List<String> metricCells(CaseResult result, String id, boolean withInterval) {
        String value =
                result.metric(id).map(MetricValue::value).map(PlainNumber::of).orElse("");
        if (!withInterval) {
            return List.of(value);
        }
        Interval interval = result.metric(id).map(MetricValue::interval).orElse(null);
        return interval == null
                ? List.of(value, "", "")
                : List.of(value, PlainNumber.of(interval.low()), PlainNumber.of(interval.high()));
    }
}
