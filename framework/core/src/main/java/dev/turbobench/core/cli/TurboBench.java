package dev.turbobench.core.cli;

import java.util.Locale;
import java.util.Map;

/** The program. */
public final class TurboBench {

    private TurboBench() {}

    public static void main(String[] args) {
        // Numbers look the same in every country, also those that plugins write into files.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        Map<String, String> variables = System.getenv();
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            SecondInterrupt.endAtOnce();
            signal.raise();
        }));
        Terminal terminal = Terminal.ofProcess(variables);
        int exitCode = new CommandLineProgram(CommandEnvironment.ofProcess(terminal, variables, signal)).run(args);
        terminal.flush();
        signal.done();
        System.exit(exitCode);
    }
}
