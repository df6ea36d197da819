package dev.turbobench.core.cli;

import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.option.OptionSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists components of one kind with their options. */
@Command(mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class)
final class ListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final CommandEnvironment environment;
    private final String kind;
    private final Function<PluginCatalog, List<Component>> components;

    private record Component(String name, String description, List<OptionSpec> options) {}

    private ListCommand(
            CommandEnvironment environment, String kind, Function<PluginCatalog, List<Component>> components) {
        this.environment = environment;
        this.kind = kind;
        this.components = components;
    }

    static CommandLine metrics(CommandEnvironment environment) {
        return create(
                environment,
                "metric",
                catalog -> catalog.metrics().values().stream()
                        .map(factory -> new Component(factory.name(), factory.description(), factory.options()))
                        .toList());
    }

    static CommandLine reporters(CommandEnvironment environment) {
        return create(
                environment,
                "reporter",
                catalog -> catalog.reporters().values().stream()
                        .map(factory -> new Component(
                                factory.name(),
                                "%s Default file: %s".formatted(factory.description(), factory.defaultFileName()),
                                factory.options()))
                        .toList());
    }

    static CommandLine samplers(CommandEnvironment environment) {
        return create(
                environment,
                "sampler",
                catalog -> catalog.samplers().values().stream()
                        .map(factory -> new Component(factory.name(), factory.description(), factory.options()))
                        .toList());
    }

    private static CommandLine create(
            CommandEnvironment environment, String kind, Function<PluginCatalog, List<Component>> components) {
        CommandLine command = new CommandLine(new ListCommand(environment, kind, components));
        command.setCommandName(kind + "s");
        command.getCommandSpec().usageMessage().description("List the %ss and their options.".formatted(kind));
        SettingOptions.add(command.getCommandSpec(), EnginesCommand.SETTINGS);
        return command;
    }

    @Override
    public Integer call() {
        PrintWriter out = environment.terminal().out();
        Startup startup =
                Startup.of(environment, SettingOptions.read(spec.commandLine().getParseResult()));
        startup.requireUsablePlugins(environment.terminal());
        for (Component component : components.apply(startup.catalog())) {
            out.printf("%s: %s%n", component.name(), component.description());
            printOptions(out, kind + "." + component.name(), component.options());
        }
        return 0;
    }

    static void printOptions(PrintWriter out, String prefix, List<OptionSpec> options) {
        for (OptionSpec option : options) {
            String defaultValue = option.defaultValue() == null ? "" : ", default " + option.defaultValue();
            String choices = option.choices().isEmpty() ? "" : " " + option.choices();
            out.printf(
                    "  %s.%s (%s%s%s): %s%n",
                    prefix, option.name(), option.type().description(), choices, defaultValue, option.description());
        }
    }
}
