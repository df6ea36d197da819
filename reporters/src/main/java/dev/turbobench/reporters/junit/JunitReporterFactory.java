package dev.turbobench.reporters.junit;

import dev.turbobench.reporters.file.RewrittenReport;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;

/** Creates the reporter {@code junit}. */
public final class JunitReporterFactory implements ReporterFactory {

    @Override
    public String name() {
        return "junit";
    }

    @Override
    public String description() {
        return "JUnit XML with one test for each case: invalid is a failure, failed is an error.";
    }

    @Override
    public String defaultFileName() {
        return "TEST-turbobench.xml";
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        return new RewrittenReport(target.path(), JunitDocument::of);
    }
}
