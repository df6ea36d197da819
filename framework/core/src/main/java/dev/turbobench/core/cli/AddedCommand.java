package dev.turbobench.core.cli;

import dev.turbobench.core.config.Setting;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A command that a plugin adds. */
@Command(mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class, sortOptions = false)
final class AddedCommand implements Callable<Integer> {

    /** Read from the arguments when the plugins are loaded; declared here so that they are parsed. */
    static final List<Setting> SETTINGS = List.of(Setting.PLUGIN_DIR, Setting.PLUGIN_TIMEOUT, Setting.LOG_LEVEL);

    @Spec
    private CommandSpec spec;

    private final PluginCommand command;
    private final CommandEnvironment environment;

    private AddedCommand(PluginCommand command, CommandEnvironment environment) {
        this.command = command;
        this.environment = environment;
    }

    static CommandLine create(PluginCommand command, CommandEnvironment environment) {
        CommandLine line = new CommandLine(new AddedCommand(command, environment));
        line.setCommandName(command.name());
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().description(escaped(command.description()));
        int index = 0;
        for (OptionSpec parameter : command.parameters()) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index(String.valueOf(index++))
                    .arity(parameter.defaultValue() == null ? "1" : "0..1")
                    .required(parameter.defaultValue() == null)
                    .type(String.class)
                    .paramLabel(label(parameter))
                    .description(description(parameter))
                    .build());
        }
        for (OptionSpec option : command.options()) {
            boolean flag = isFlag(option);
            spec.addOption(CommandLine.Model.OptionSpec.builder(name(option))
                    .arity(flag ? "0" : "1")
                    .type(flag ? boolean.class : String.class)
                    .paramLabel(label(option))
                    .description(description(option))
                    .build());
        }
        SettingOptions.addSettings(spec, SETTINGS);
        return line;
    }

    private static boolean isFlag(OptionSpec option) {
        return option.type() == OptionType.BOOLEAN && "false".equals(option.defaultValue());
    }

    private static String name(OptionSpec option) {
        return "--" + option.name().replace('_', '-');
    }

    private static String label(OptionSpec option) {
        return option.name().replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    }

    private static String description(OptionSpec option) {
        String choices = option.choices().isEmpty() ? "" : " One of " + String.join(", ", option.choices()) + ".";
        String defaultValue =
                option.defaultValue() == null || isFlag(option) ? "" : " Default: " + option.defaultValue();
        return escaped(option.description() + choices + defaultValue);
    }

    /** Picocli would take a percent sign as the start of a variable. */
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    @Override
    public Integer call() {
        List<OptionSpec> declared = new ArrayList<>(command.parameters());
        declared.addAll(command.options());
        Options arguments = Options.of(command.name(), declared, given());
        environment.signal().onStop(Thread.currentThread()::interrupt);
        try (TerminalConsole console = new TerminalConsole(environment.terminal())) {
            return command.run(arguments, console);
        }
    }

    private Map<String, OptionValue> given() {
        ParseResult result = spec.commandLine().getParseResult();
        Map<String, OptionValue> values = new LinkedHashMap<>();
        int index = 0;
        for (OptionSpec parameter : command.parameters()) {
            if (result.hasMatchedPositional(index)) {
                values.put(
                        parameter.name(), value(result.matchedPositional(index).getValue()));
            }
            index++;
        }
        for (OptionSpec option : command.options()) {
            if (result.hasMatchedOption(name(option))) {
                values.put(
                        option.name(), value(result.matchedOption(name(option)).getValue()));
            }
        }
        return values;
    }

    private static OptionValue value(Object value) {
        return new OptionValue(String.valueOf(value), OptionSource.COMMAND_LINE);
    }
}
