package dev.turbobench.core.cli;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.config.RunConfigReader;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.inject.MainInjector;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a run is going to do, without doing it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "turbobench plan [MODEL] [options of profile]",
        description = "Load a model and say what profile with the same options would do: cases, tokens, which requests"
                + " can run together, how wide intervals will be, and how long it takes.",
        footer = {"", "Some small batches are run for the estimate, for about 10 seconds at most."})
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "Model folder, or synthetic:NAME for random weights. Default: synthetic:tiny")
    private @Nullable String model;

    @Option(
            names = "--variation",
            paramLabel = "PERCENT",
            description =
                    "How much rounds vary (standard deviation by mean), for the width of intervals; measured in small"
                            + " batches unless stated.")
    private @Nullable String variation;

    private final CommandEnvironment environment;

    private PlanCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new PlanCommand(environment));
        List<Setting> settings = Arrays.stream(Setting.values())
                .filter(setting -> setting != Setting.MODEL)
                .toList();
        SettingOptions.add(command.getCommandSpec(), settings);
        return command;
    }

    @Override
    public Integer call() {
        OptionalDouble stated = variation == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(CompareCommand.share("--variation", variation));
        Startup startup = Startup.of(environment, commandLine());
        startup.requireUsablePlugins(environment.terminal());
        RunConfig config = RunConfigReader.read(startup.settings(), startup.catalog(), environment.cacheDirectory());
        new PlanPrinter(environment.terminal().out())
                .print(MainInjector.planRunner(startup.catalog()).plan(config, stated));
        return 0;
    }

    private CommandLineSettings commandLine() {
        CommandLineSettings options = SettingOptions.read(spec.commandLine().getParseResult());
        return model == null ? options : options.with(Setting.MODEL, model);
    }
}
