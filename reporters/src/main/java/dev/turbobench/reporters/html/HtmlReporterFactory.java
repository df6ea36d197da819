package dev.turbobench.reporters.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbobench.reporters.file.ReplacedFile;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ComparisonReporter;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.Optional;

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

    @Override
    public Optional<ComparisonReporter> createComparison(Options options, ReportTarget target) {
        HtmlPage page = new HtmlPage();
        return Optional.of(comparison -> {
            PageModel model = new PageModel(comparison.runs(), comparison.changes());
            ReplacedFile.write(target.path(), page.render(model).getBytes(UTF_8));
        });
    }
}
