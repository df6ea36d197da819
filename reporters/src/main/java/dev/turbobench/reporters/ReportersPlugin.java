package dev.turbobench.reporters;

import dev.turbobench.reporters.csv.CsvReporterFactory;
import dev.turbobench.reporters.html.HtmlReporterFactory;
import dev.turbobench.reporters.json.JsonReporterFactory;
import dev.turbobench.reporters.junit.JunitReporterFactory;
import dev.turbobench.reporters.markdown.MarkdownReporterFactory;
import dev.turbobench.reporters.sql.HistoryCommand;
import dev.turbobench.reporters.sql.SqlReporterFactory;
import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.List;

/** The plugin with the reporters that come with TurboBench. */
public final class ReportersPlugin implements BenchmarkPlugin {

    @Override
    public List<ReporterFactory> reporters() {
        return List.of(
                new CsvReporterFactory(),
                new MarkdownReporterFactory(),
                new JsonReporterFactory(),
                new HtmlReporterFactory(),
                new JunitReporterFactory(),
                new SqlReporterFactory());
    }

    @Override
    public List<PluginCommand> commands() {
        return List.of(new HistoryCommand());
    }
}
