package dev.turbobench.reporters.json;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.List;

/** Creates the reporter {@code json}. */
public final class JsonReporterFactory implements ReporterFactory {

    private static final String KEEP_LINES = "keep_lines";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String description() {
        return "One JSON document with everything, and FILE.partial.jsonl while the run goes on.";
    }

    @Override
    public String defaultFileName() {
        return "turbobench.json";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(OptionSpec.option(
                KEEP_LINES,
                OptionType.BOOLEAN,
                "false",
                "Keep FILE.partial.jsonl after the document was written: true or false."));
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        return new JsonReporter(target.path(), options.flag(KEEP_LINES));
    }
}
