package dev.turbobench.core.cli;

import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a table of the cases with a few of their metrics; the reports have them all. */
final class ResultTable {

    /** The numbers people look at first. Where a metric plugin does not compute them, other columns take their place. */
    private static final List<String> PREFERRED =
            List.of("output_throughput", "ttft_mean", "ttft_p99", "tpot_mean", "itl_p50", "itl_p99", "peak_memory");

    private static final int OTHER_COLUMNS = 6;

    private ResultTable() {}

    static TextTable of(List<CaseResult> results) {
        List<MetricDescriptor> metrics = columns(results);
        List<String> header = new ArrayList<>(List.of("concurrency>", "prompt>", "completion>"));
        metrics.forEach(metric -> header.add("%s (%s)>".formatted(metric.label(), MetricFormat.unit(metric.unit()))));
        header.add("status");
        TextTable table = new TextTable(header);
        for (CaseResult result : results) {
            CaseSpec spec = result.spec();
            List<String> row = new ArrayList<>(List.of(
                    String.valueOf(spec.concurrency()),
                    String.valueOf(spec.promptTokens()),
                    String.valueOf(spec.completionTokens())));
            for (MetricDescriptor metric : metrics) {
                row.add(result.metric(metric.id()).map(MetricFormat::number).orElse(""));
            }
            row.add(result.status().name());
            table.add(row);
        }
        return table;
    }

    private static List<MetricDescriptor> columns(List<CaseResult> results) {
        Map<String, MetricDescriptor> known = new LinkedHashMap<>();
        for (CaseResult result : results) {
            for (MetricValue value : result.metrics()) {
                known.putIfAbsent(value.descriptor().id(), value.descriptor());
            }
        }
        List<MetricDescriptor> columns = new ArrayList<>();
        for (String id : PREFERRED) {
            MetricDescriptor descriptor = known.get(id);
            if (descriptor != null) {
                columns.add(descriptor);
            }
        }
        return columns.isEmpty() ? known.values().stream().limit(OTHER_COLUMNS).toList() : columns;
    }
}
