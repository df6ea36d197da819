package dev.turbobench.reporters.markdown;

import dev.turbobench.reporters.file.RewrittenReport;
import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.Arrays;
import java.util.List;

/** Creates the reporter {@code markdown}. */
public final class MarkdownReporterFactory implements ReporterFactory {

    private static final String METRICS = "metrics";

    @Override
    public String name() {
        return "markdown";
    }

    @Override
    public String description() {
        return "An aligned Markdown table with one row for each case.";
    }

    @Override
    public String defaultFileName() {
        return "turbobench.md";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(OptionSpec.option(
                METRICS,
                OptionType.STRING,
                null,
                "Ids of the metrics to show, separated by commas; without it a choice of throughput, latency and"
                        + " memory."));
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        List<MetricColumn> columns = options.value(METRICS)
                .map(value -> Arrays.stream(value.text().split(","))
                        .map(id -> MetricColumn.ofMetric(id.strip()))
                        .toList())
                .orElseGet(MetricColumn::standard);
        return new RewrittenReport(target.path(), (header, results) -> MarkdownDocument.of(header, results, columns));
    }
}
