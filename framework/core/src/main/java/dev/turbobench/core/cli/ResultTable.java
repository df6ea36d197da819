package dev.turbobench.core.cli;

import dev.turbobench.core.run.SelfMeasurement;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a table of the cases with a few of their metrics; the reports have them all. */
final class ResultTable {

    /**
     * The numbers people look at first, each with the metric that takes its place where it is not computed. Without any of
     * them the first metrics there are make the columns.
     */
    private static final List<List<String>> PREFERRED = List.of(
            List.of("throughput_out", "legacy_throughput_out"),
            List.of("throughput_per_user"),
            List.of("ttft_mean", "legacy_ftl_ave"),
            List.of("itl_token_p50", "legacy_p50"),
            List.of("itl_token_p99", "legacy_p99"),
            List.of("legacy_mem"));

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
        for (List<String> ids : PREFERRED) {
            ids.stream().filter(known::containsKey).findFirst().map(known::get).ifPresent(columns::add);
        }
        return columns.isEmpty() ? others(known.values()) : columns;
    }

    /** What the tool says about itself is not what people look for. */
    private static List<MetricDescriptor> others(Collection<MetricDescriptor> known) {
        return known.stream()
                .filter(metric -> !metric.id().startsWith(SelfMeasurement.PREFIX))
                .limit(OTHER_COLUMNS)
                .toList();
    }
}
