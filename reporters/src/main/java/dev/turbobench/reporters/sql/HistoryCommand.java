package dev.turbobench.reporters.sql;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;

import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows how a number of a model went over the runs that the reporter {@code sql} wrote. */
public final class HistoryCommand implements PluginCommand {

    private static final String VARIABLE = "TURBOBENCH_REPORTER_SQL_";

    private final Map<String, String> environment;

    /** Create a command that reads URL, user and password from the environment if they are not given. */
    public HistoryCommand() {
        this(System.getenv());
    }

    HistoryCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "Show how a number of a model went over the runs that were written with --report sql.";
    }

    @Override
    public List<OptionSpec> parameters() {
        return List.of(OptionSpec.option("model", OptionType.STRING, null, "The model as the runs name it."));
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                OptionSpec.option("metric", OptionType.STRING, "throughput_out", "Id of the metric to show."),
                OptionSpec.option("case", OptionType.STRING, null, "Only this case, for example c16-p128-g128."),
                OptionSpec.option("runs", OptionType.INTEGER, "20", "How many of the most recent runs to show."),
                OptionSpec.option("file", OptionType.PATH, SqlReporterFactory.DEFAULT_FILE, "SQLite file to read."),
                new OptionSpec(
                        "url",
                        OptionType.STRING,
                        null,
                        "JDBC URL to read from instead; if not given, " + VARIABLE + "URL.",
                        List.of(),
                        true),
                OptionSpec.option(
                        "user", OptionType.STRING, null, "User of the database; if not given, " + VARIABLE + "USER."),
                new OptionSpec(
                        "password",
                        OptionType.STRING,
                        null,
                        "Password of the user; if not given, " + VARIABLE + "PASSWORD.",
                        List.of(),
                        true));
    }

    @Override
    public int run(Options arguments, Console console) {
        Database database = database(arguments);
        try (Connection connection = database.connect()) {
            if (!Schema.exists(connection)) {
                throw new BenchmarkException(
                        INVALID_OPTION, "history: %s holds no runs; write some with --report sql".formatted(database));
            }
            print(new History(connection), database, arguments, console);
            return 0;
        } catch (SQLException e) {
            // The cause is left out, because its message may hold what must not be shown.
            throw new BenchmarkException(
                    LIBRARY_UNAVAILABLE, "history: %s cannot be read: %s".formatted(database, database.reason(e)));
        }
    }

    private Database database(Options arguments) {
        String url = given(arguments, "url");
        boolean fileGiven = arguments.value("file").orElseThrow().source() != OptionSource.DEFAULT;
        if (url != null && !url.isEmpty() && !fileGiven) {
            return new Database(url, given(arguments, "user"), given(arguments, "password"));
        }
        Path file = arguments.path("file");
        if (!Files.isRegularFile(file)) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "history: there is no file %s; name one with --file, or write one with --report sql"
                            .formatted(file));
        }
        return Database.file(file);
    }

    private @Nullable String given(Options arguments, String name) {
        return arguments
                .value(name)
                .map(OptionValue::text)
                .orElse(environment.get(VARIABLE + name.toUpperCase(Locale.ROOT)));
    }

    private static void print(History history, Database database, Options arguments, Console console)
            throws SQLException {
        String model = arguments.string("model");
        String metric = arguments.string("metric");
        int runs = (int) Math.max(1, Math.min(10_000, arguments.integer("runs")));
        List<History.Entry> entries = history.entries(model, metric, runs);
        if (entries.isEmpty()) {
            throw nothing(history, database, model, metric);
        }
        String wanted = arguments.value("case").map(OptionValue::text).orElse(null);
        List<History.Entry> shown = entries.stream()
                .filter(entry -> wanted == null || entry.label().equals(wanted))
                .toList();
        if (shown.isEmpty()) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "history: no run of %s has case %s; there are %s"
                            .formatted(
                                    model,
                                    wanted,
                                    String.join(
                                            ", ",
                                            entries.stream()
                                                    .map(History.Entry::label)
                                                    .distinct()
                                                    .toList())));
        }
        ScaledUnit unit = unit(shown.get(0).unit());
        console.line("%s (%s) of %s".formatted(metric, unit.symbol(), model));
        printCases(shown, unit, console);
        console.line("");
        console.line("A change may be chance; turbobench compare tests two runs.");
    }

    private static void printCases(List<History.Entry> entries, ScaledUnit unit, Console console) {
        String label = "";
        Double before = null;
        for (History.Entry entry : entries) {
            if (!entry.label().equals(label)) {
                label = entry.label();
                before = null;
                console.line("");
                console.line(label);
            }
            Double value = entry.value();
            String change = before == null || value == null || before == 0
                    ? ""
                    : String.format(Locale.ROOT, "%+.1f %%", 100 * (value / before - 1));
            String interval = entry.low() == null || entry.high() == null
                    ? ""
                    : "(%s to %s)".formatted(unit.format(entry.low()), unit.format(entry.high()));
            console.line("  %s  %-8.8s  %-7s  %10s  %-22s  %8s"
                    .formatted(
                            entry.started().substring(0, 16).replace('T', ' '),
                            entry.runId(),
                            entry.status(),
                            value == null ? "n/a" : unit.format(value),
                            interval,
                            change)
                    .stripTrailing());
            if (entry.status().equals("VALID") && value != null) {
                before = value;
            }
        }
    }

    private static ScaledUnit unit(String symbol) {
        return Arrays.stream(Unit.values())
                .filter(unit -> unit.symbol().equals(symbol))
                .findFirst()
                .map(ScaledUnit::of)
                .orElse(new ScaledUnit(symbol, 1));
    }

    private static BenchmarkException nothing(History history, Database database, String model, String metric)
            throws SQLException {
        List<String> metrics = history.metrics(model);
        String message = metrics.isEmpty()
                ? "history: no run of model %s in %s; there are runs of %s"
                        .formatted(model, database, String.join(", ", history.models()))
                : "history: no run of %s has metric %s; there are %s"
                        .formatted(model, metric, String.join(", ", metrics));
        return new BenchmarkException(INVALID_OPTION, message);
    }
}
