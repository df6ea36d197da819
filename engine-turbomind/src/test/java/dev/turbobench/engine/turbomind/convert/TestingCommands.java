package dev.turbobench.engine.turbomind.convert;

import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands as the command line does. */
final class TestingCommands {

    static final Path GOLDENS = Path.of("src/test/resources/goldens");

    private TestingCommands() {}

    /** Arguments are alternating names and values. */
    static TestingConsole run(PluginCommand command, String... arguments) {
        TestingConsole console = new TestingConsole();
        run(command, console, arguments);
        return console;
    }

    static void run(PluginCommand command, Console console, String... arguments) {
        Map<String, OptionValue> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], new OptionValue(arguments[i + 1], OptionSource.COMMAND_LINE));
        }
        List<OptionSpec> declared = new ArrayList<>(command.parameters());
        declared.addAll(command.options());
        command.run(Options.of(command.name(), declared, given), console);
    }

    static TestingConsole convert(String modelName, String golden, int ranks, Path target) {
        return run(
                new ConvertCommand(),
                "model_name",
                modelName,
                "model_path",
                GOLDENS.resolve(golden).toString(),
                "tp",
                "" + ranks,
                "dst-path",
                target.toString());
    }
}
