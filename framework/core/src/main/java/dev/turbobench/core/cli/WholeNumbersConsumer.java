package dev.turbobench.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes arguments for a list option only as long as they are whole numbers, so that {@code -c 1 16 MODEL} leaves the model
 * where it belongs. The first one is taken whatever it is, to be complained about later.
 */
final class WholeNumbersConsumer implements IParameterConsumer {

    private static final Pattern NUMBERS = Pattern.compile("[+-]?\\d+(,[+-]?\\d+)*,?");

    @Override
    @SuppressWarnings("JdkObsolete") // the type is picocli's
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        List<String> values = new ArrayList<>();
        if (option.getValue() instanceof List<?> earlier) {
            earlier.forEach(value -> values.add(String.valueOf(value)));
        }
        if (arguments.isEmpty() || (arguments.peek().startsWith("-") && !isNumbers(arguments.peek()))) {
            throw new MissingParameterException(
                    command.commandLine(), option, "option %s needs at least one whole number".formatted(option));
        }
        values.add(arguments.pop());
        while (!arguments.isEmpty() && isNumbers(arguments.peek())) {
            values.add(arguments.pop());
        }
        option.setValue(values);
    }

    private static boolean isNumbers(String argument) {
        return NUMBERS.matcher(argument).matches();
    }
}
