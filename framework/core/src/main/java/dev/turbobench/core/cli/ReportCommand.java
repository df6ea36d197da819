package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.core.compare.RunComparator;
import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.OutputConfig;
import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.core.config.RunConfigReader;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.inject.MainInjector;
import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.core.report.StoredReports;
import dev.turbobench.core.store.RunLabels;
import dev.turbobench.core.store.StoredRun;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.RunComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes reports about runs that were stored. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = "Write reports about a stored run, also one that was cut off, or about several runs together.",
        footer = {
            "",
            "A run is the folder that profile keeps, or a file of the reporter json, also FILE.partial.jsonl, or what"
                    + " merge made of some of them.",
            "Try:  turbobench report turbobench-results/RUN --report html=out.html"
        })
final class ReportCommand implements Callable<Integer> {

    static final List<Setting> SETTINGS = List.of(
            Setting.REPORT,
            Setting.CSV,
            Setting.PLUGIN_DIR,
            Setting.PLUGIN_TIMEOUT,
            Setting.STRICT_PLUGINS,
            Setting.CONFIG,
            Setting.LOG_LEVEL);

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folder or file with results.")
    private @Nullable List<Path> sources;

    private final CommandEnvironment environment;

    private ReportCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new ReportCommand(environment));
        SettingOptions.add(command.getCommandSpec(), SETTINGS);
        return command;
    }

    @Override
    public Integer call() {
        Startup startup =
                Startup.of(environment, SettingOptions.read(spec.commandLine().getParseResult()));
        startup.requireUsablePlugins(environment.terminal());
        OutputConfig output = RunConfigReader.readOutput(startup.settings(), startup.catalog());
        if (output.reports().isEmpty()) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "report: expected --report NAME=FILE at least once, found none");
        }
        List<StoredRun> runs = StoredRun.readAll(sources == null ? List.of() : sources);
        Components components = MainInjector.components(startup.catalog());
        List<ReporterFailure> failures = runs.size() == 1
                ? StoredReports.write(
                        runs.get(0).shownHeader(), runs.get(0).shownSummary(), output.reports(), components)
                : StoredReports.compare(compared(runs), output.reports(), components);
        return print(environment.terminal(), output.reports(), failures);
    }

    /** All metrics are tested, as compare does it with those that are named there. */
    private static RunComparison compared(List<StoredRun> runs) {
        RunComparator comparator = new RunComparator(id -> true, RunComparator.SMALLEST);
        List<MetricChange> changes = new ArrayList<>();
        for (int run = 1; run < runs.size(); run++) {
            changes.addAll(comparator
                    .compare(runs.get(0).results(), runs.get(run).results())
                    .changes(run));
        }
        return new RunComparison(RunLabels.of(runs), changes);
    }

    /** Print where the reports are, or why not, and get the exit code. */
    static int print(Terminal terminal, List<ReportRequest> reports, List<ReporterFailure> failures) {
        ReportPlaces.print(terminal, reports, failures);
        terminal.flush();
        return failures.isEmpty() ? 0 : failures.get(0).code().type().exitCode();
    }
}
