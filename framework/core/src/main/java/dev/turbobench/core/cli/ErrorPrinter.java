package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;
import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.core.config.ConfigurationException;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorCode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what went wrong: one line that starts with the code, and a stack trace only at log level DEBUG. */
final class ErrorPrinter {

    private static final int EXIT_USAGE = 2;

    private final PrintWriter err;

    ErrorPrinter(Terminal terminal) {
        this.err = terminal.err();
    }

    /** Print an error and get the exit code that goes with it. */
    int print(Throwable error) {
        ErrorCode code = codeOf(error);
        if (error instanceof ConfigurationException configuration
                && configuration.problems().size() > 1) {
            List<String> problems = configuration.problems();
            err.printf("turbobench: error [%s]: %d problems%n", code.name(), problems.size());
            for (int i = 0; i < problems.size(); i++) {
                err.printf("  %d. %s%n", i + 1, problems.get(i));
            }
        } else {
            err.printf("turbobench: error [%s]: %s%n", code.name(), message(error, code));
        }
        if (LogLevel.isDebug()) {
            error.printStackTrace(err);
        }
        err.flush();
        return code.type().exitCode();
    }

    private static ErrorCode codeOf(Throwable error) {
        if (error instanceof BenchmarkException known) {
            return known.errorCode();
        }
        return error instanceof OutOfMemoryError ? OUT_OF_MEMORY.code() : INTERNAL_ERROR.code();
    }

    private static String message(Throwable error, ErrorCode code) {
        String message = String.valueOf(error.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
        if (error instanceof BenchmarkException) {
            return message;
        }
        if (code.equals(OUT_OF_MEMORY.code())) {
            return "the Java heap is full (%s); set TURBOBENCH_OPTS=-Xmx... to give it more".formatted(message);
        }
        return "%s: %s (a defect; --log-level DEBUG shows where)"
                .formatted(error.getClass().getSimpleName(), message);
    }

    /** Print what is wrong with the arguments. */
    int printUsageError(ParameterException error) {
        CommandLine command = error.getCommandLine();
        String message = String.valueOf(error.getMessage())
                .replaceAll("\\s*[\\r\\n]+\\s*", " ")
                .replaceFirst("^Error: ", "");
        String hint = "";
        if (error instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            if (command.getParent() == null && !word.startsWith("-")) {
                message = "there is no command \"%s\"".formatted(word);
            }
            if (!unmatched.getSuggestions().isEmpty()) {
                hint = ", did you mean %s?".formatted(String.join(" or ", unmatched.getSuggestions()));
            }
        }
        err.printf("turbobench: error [USAGE]: %s%s%n", message, hint);
        err.printf("turbobench: see %s --help%n", command.getCommandSpec().qualifiedName());
        if (LogLevel.isDebug()) {
            error.printStackTrace(err);
        }
        err.flush();
        return EXIT_USAGE;
    }
}
