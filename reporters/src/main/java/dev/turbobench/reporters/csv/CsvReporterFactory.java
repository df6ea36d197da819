package dev.turbobench.reporters.csv;

import dev.turbobench.reporters.file.RewrittenReport;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.List;

/** Creates the reporter {@code csv}. */
public final class CsvReporterFactory implements ReporterFactory {

    private static final String COLUMNS = "columns";

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String description() {
        return "Comma-separated values (RFC 4180), unrounded, each row on disk when its case ends.";
    }

    @Override
    public String defaultFileName() {
        return "profile_generation.csv";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(OptionSpec.choice(
                COLUMNS,
                "legacy12",
                "legacy12 and legacy13 are the tables of profile_generation.py, where only valid cases have numbers;"
                        + " full has the status and every metric with its interval.",
                "legacy12",
                "legacy13",
                "full"));
    }

    @Override
    public List<String> neededMetrics(Options options) {
        return options.string(COLUMNS).equals("full") ? List.of() : List.of("legacy");
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        String columns = options.string(COLUMNS);
        if (columns.equals("full")) {
            // Which columns there are is known only when the last metric has appeared.
            return new RewrittenReport(
                    target.path(), (header, results) -> CsvText.records(FullTable.rows(header, results)));
        }
        return new LegacyCsvReporter(LegacyTable.named(columns), target.path());
    }
}
