package dev.turbobench.core.cli;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.OutputConfig;
import dev.turbobench.core.config.RunConfigReader;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.config.SettingsReader;
import dev.turbobench.core.inject.MainInjector;
import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.core.report.StoredReports;
import dev.turbobench.core.run.Recomputation;
import dev.turbobench.core.run.RunOutcome;
import dev.turbobench.core.store.StoredRun;
import dev.turbobench.spi.report.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes the metrics of a stored run again. */
@Command(
        name = "recompute",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description =
                "Compute the metrics of a stored run again from its events, and say what differs from what was stored.",
        footer = {
            "",
            "Without --metrics those of the run are computed, with the options that they had. What is stored stays as it is;"
                    + " --report writes the new numbers.",
            "Exit code: 0 every number is the same to the last bit, 1 some differ."
        })
final class RecomputeCommand implements Callable<Integer> {

    private static final List<Setting> SETTINGS = List.of(
            Setting.METRICS,
            Setting.REPORT,
            Setting.CSV,
            Setting.PLUGIN_DIR,
            Setting.PLUGIN_TIMEOUT,
            Setting.STRICT_PLUGINS,
            Setting.CONFIG,
            Setting.LOG_LEVEL);

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of a run.")
    private @Nullable Path folder;

    @Option(
            names = "--partial",
            description = "Also compute numbers from the finished rounds of cases that were not measured to their end;"
                    + " they are marked INVALID.")
    private boolean partial;

    private final CommandEnvironment environment;

    private RecomputeCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new RecomputeCommand(environment));
        SettingOptions.add(command.getCommandSpec(), SETTINGS);
        return command;
    }

    @Override
    public Integer call() {
        Terminal terminal = environment.terminal();
        CommandLineSettings given = SettingOptions.read(spec.commandLine().getParseResult());
        Startup startup = Startup.of(environment, given);
        startup.requireUsablePlugins(terminal);
        StoredRun run = StoredRun.readFolder(folder == null ? Path.of("") : folder);
        List<String> warnings = new ArrayList<>();
        CommandLineSettings asRun = RunMetrics.settings(run.header(), startup.catalog(), given, warnings);
        warnings.forEach(terminal::warning);
        OutputConfig output =
                RunConfigReader.readOutput(SettingsReader.read(asRun, environment.variables()), startup.catalog());
        Components components = MainInjector.components(startup.catalog());
        Recomputation recomputation = Recomputation.of(run, output.metrics(), components, partial);
        print(terminal.out(), recomputation);
        RunSummary shown = run.shownSummary();
        RunSummary summary = new RunSummary(shown.ended(), shown.interrupted(), recomputation.results());
        List<ReporterFailure> failures = StoredReports.write(run.shownHeader(), summary, output.reports(), components);
        int reported = ReportCommand.print(terminal, output.reports(), failures);
        if (reported != 0) {
            return reported;
        }
        return recomputation.differences().isEmpty() ? 0 : RunOutcome.EXIT_CASES;
    }

    private static void print(PrintWriter out, Recomputation recomputation) {
        ResultTable.of(recomputation.results()).print(out);
        out.println();
        recomputation.remarks().forEach(out::println);
        recomputation.differences().forEach(out::println);
        out.printf(
                "%d values compared, %d differ, %d are new%n",
                recomputation.compared(), recomputation.differences().size(), recomputation.added());
    }
}
