package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Parses arguments, runs the command and turns what goes wrong into a message and an exit code. */
final class CommandLineProgram {

    private final CommandEnvironment environment;

    CommandLineProgram(CommandEnvironment environment) {
        this.environment = environment;
    }

    int run(String... arguments) {
        ErrorPrinter errors = new ErrorPrinter(environment.terminal());
        try {
            String[] dashed = withDashes(arguments);
            CommandLine commandLine = Commands.create(environment);
            Commands.addFromPlugins(commandLine, environment, dashed);
            commandLine.setOut(environment.terminal().out());
            commandLine.setErr(environment.terminal().err());
            commandLine.setParameterExceptionHandler((e, args) -> errors.printUsageError(e));
            commandLine.setExecutionExceptionHandler((e, command, result) -> errors.print(e));
            return written(commandLine.execute(dashed));
        } catch (RuntimeException | Error e) {
            return errors.print(e);
        }
    }

    /** A result that nobody got is no success; output fails without an exception. */
    private int written(int exitCode) {
        boolean lost = environment.terminal().out().checkError();
        if (!lost || exitCode != 0) {
            return exitCode;
        }
        return new ErrorPrinter(environment.terminal())
                .print(new BenchmarkException(
                        OUTPUT_NOT_WRITABLE,
                        "standard output could not be written to the end: its disk is full or its pipe was closed"));
    }

    /** Long options are accepted with underscores too, as the method spells some of them: {@code --top_k}. */
    static String[] withDashes(String... arguments) {
        List<String> result = new ArrayList<>();
        boolean options = true;
        for (String argument : arguments) {
            options &= !argument.equals("--");
            if (!options || !argument.startsWith("--")) {
                result.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            int end = equals < 0 ? argument.length() : equals;
            result.add(argument.substring(0, end).replace('_', '-') + argument.substring(end));
        }
        return result.toArray(String[]::new);
    }
}
