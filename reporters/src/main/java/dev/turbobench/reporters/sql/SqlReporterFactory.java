package dev.turbobench.reporters.sql;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.List;

/** Creates the reporter {@code sql}. */
public final class SqlReporterFactory implements ReporterFactory {

    /** Name of the file that is written when the user gives none. */
    static final String DEFAULT_FILE = "turbobench.sqlite";

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public String description() {
        return "Adds the run to an SQLite file or, with an url, to another database; see turbobench history.";
    }

    @Override
    public String defaultFileName() {
        return DEFAULT_FILE;
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                new OptionSpec(
                        "url",
                        OptionType.STRING,
                        null,
                        "JDBC URL of a database to write to instead of the file, for example"
                                + " jdbc:postgresql://host/benchmarks; its driver belongs into the folder of the plugin.",
                        List.of(),
                        true),
                OptionSpec.option("user", OptionType.STRING, null, "User of the database."),
                new OptionSpec(
                        "password",
                        OptionType.STRING,
                        null,
                        "Password of the user; better given as TURBOBENCH_REPORTER_SQL_PASSWORD, because others can"
                                + " see command lines.",
                        List.of(),
                        true));
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        String url = options.value("url").map(OptionValue::text).orElse("");
        return new SqlReporter(
                url.isEmpty()
                        ? Database.file(target.path())
                        : new Database(
                                url,
                                options.value("user").map(OptionValue::text).orElse(null),
                                options.value("password").map(OptionValue::text).orElse(null)));
    }
}
