package dev.turbobench.core.plugin;

import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** A command of a plugin. */
final class GuardedCommand implements PluginCommand {

    private final PluginCalls calls;
    private final PluginCommand command;
    private final Declaration declaration;
    private final List<OptionSpec> parameters;
    private final List<OptionSpec> options;

    GuardedCommand(
            PluginCalls calls,
            PluginCommand command,
            Declaration declaration,
            List<OptionSpec> parameters,
            List<OptionSpec> options) {
        this.calls = calls;
        this.command = command;
        this.declaration = declaration;
        this.parameters = parameters;
        this.options = options;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public String description() {
        return declaration.description();
    }

    @Override
    public List<OptionSpec> parameters() {
        return parameters;
    }

    @Override
    public List<OptionSpec> options() {
        return options;
    }

    @Override
    public int run(Options arguments, Console console) {
        return calls.callHere("command " + name(), () -> command.run(arguments, console));
    }
}
