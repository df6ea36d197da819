package dev.turbobench.core.cli;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.config.RunConfigReader;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.inject.MainInjector;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.core.run.BenchmarkRunner;
import dev.turbobench.core.run.RunOutcome;
import dev.turbobench.core.time.SystemTicker;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the benchmark. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "turbobench profile [MODEL] [options]",
        description = "Measure a model: every concurrency with every pair of prompt and completion length.",
        footer = {
            "",
            "Lists are separated by spaces or commas. A single prompt or completion length goes with all of the other.",
            "Every option can also be set in the file of --config (key = value) and by an environment variable, for"
                    + " example TURBOBENCH_TEST_ROUND; the command line wins over both, the environment over the file.",
            "Exit code: 0 all cases valid, 1 some failed or are not valid, 2 usage, 3 plugin, 4 device, library or"
                    + " memory missing, 70 defect, 130 Ctrl-C."
        })
final class ProfileCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "Model folder, or synthetic:NAME for random weights. Default: synthetic:tiny")
    private @Nullable String model;

    private final CommandEnvironment environment;

    private ProfileCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new ProfileCommand(environment));
        List<Setting> settings = Arrays.stream(Setting.values())
                .filter(setting -> setting != Setting.MODEL)
                .toList();
        SettingOptions.add(command.getCommandSpec(), settings);
        return command;
    }

    @Override
    public Integer call() {
        Terminal terminal = environment.terminal();
        Startup startup = Startup.of(environment, commandLine());
        startup.requireUsablePlugins(terminal);
        RunConfig config = RunConfigReader.read(startup.settings(), startup.catalog(), environment.cacheDirectory());
        if (isSet(config, Setting.VERBOSE)) {
            new EffectiveTable(terminal.out()).print(config.effective());
        }
        boolean progress = !isSet(config, Setting.NO_PROGRESS);
        RunOutcome outcome = run(config, startup.catalog(), progress);
        new OutcomePrinter(terminal).print(config, outcome);
        startup.warnOfThreads(terminal);
        return outcome.exitCode();
    }

    private RunOutcome run(RunConfig config, PluginCatalog catalog, boolean progress) {
        try (RunView view = new RunView(environment.terminal(), config, progress, new SystemTicker())) {
            BenchmarkRunner runner = MainInjector.benchmarkRunner(config, catalog, view);
            environment.signal().onStop(runner::stop);
            return runner.run();
        }
    }

    private CommandLineSettings commandLine() {
        CommandLineSettings options = SettingOptions.read(spec.commandLine().getParseResult());
        return model == null ? options : options.with(Setting.MODEL, model);
    }

    private static boolean isSet(RunConfig config, Setting setting) {
        return config.effective().stream()
                .anyMatch(entry ->
                        entry.key().equals(setting.key()) && entry.value().equals("true"));
    }
}
