package dev.turbobench.core.cli;

import dev.turbobench.core.config.ComponentOptions;
import dev.turbobench.core.config.Problems;
import dev.turbobench.core.config.Setting;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.Options;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells for each engine and device whether it can be used here. */
@Command(
        name = "engines",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "List the engines, their options and whether their devices can be used on this machine.")
final class EnginesCommand implements Callable<Integer> {

    static final List<Setting> SETTINGS = List.of(
            Setting.PLUGIN_DIR, Setting.PLUGIN_TIMEOUT, Setting.STRICT_PLUGINS, Setting.CONFIG, Setting.LOG_LEVEL);

    @Spec
    private CommandSpec spec;

    private final CommandEnvironment environment;

    private EnginesCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new EnginesCommand(environment));
        SettingOptions.add(command.getCommandSpec(), SETTINGS);
        return command;
    }

    @Override
    public Integer call() {
        PrintWriter out = environment.terminal().out();
        Startup startup =
                Startup.of(environment, SettingOptions.read(spec.commandLine().getParseResult()));
        startup.requireUsablePlugins(environment.terminal());
        Problems problems = new Problems();
        ComponentOptions options = new ComponentOptions(startup.settings(), startup.catalog(), problems);
        problems.throwIfAny();
        for (EngineFactory factory : startup.catalog().engines().values()) {
            out.printf("%s: %s%n", factory.name(), factory.description());
            options.engine(factory.name()).ifPresent(checked -> printDevices(factory, checked));
            ListCommand.printOptions(out, "engine." + factory.name(), factory.options());
        }
        return 0;
    }

    private void printDevices(EngineFactory factory, Options options) {
        PrintWriter out = environment.terminal().out();
        try {
            for (DeviceOffer offer : factory.devices(options)) {
                String state = offer.availability()
                        .reason()
                        .map("unavailable because "::concat)
                        .orElse("available");
                out.printf("  device %s (%s): %s%n", offer.name(), offer.description(), state);
            }
        } catch (BenchmarkException e) {
            out.printf("  devices: unavailable because %s%n", e.getMessage());
        }
    }
}
