package dev.turbobench.reporters.html;

import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;

/** Creates the reporter {@code html}. */
public final class HtmlReporterFactory implements ReporterFactory {

    @Override
    public String name() {
        return "html";
    }

    @Override
    public String description() {
        return "One self-contained page with heat map, charts, table, definitions and the raw results.";
    }

    @Override
    public String defaultFileName() {
        return "turbobench.html";
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        return new HtmlReporter(target.path());
    }
}
