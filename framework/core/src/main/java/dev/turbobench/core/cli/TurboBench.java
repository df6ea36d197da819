package dev.turbobench.core.cli;

import dev.turbobench.spi.error.ErrorType;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program. */
public final class TurboBench {

    /** How long shutdown hooks of plugins may take once TurboBench has ended. */
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(10);

    private TurboBench() {}

    public static void main(String[] args) {
        // Numbers look the same in every country, also those that plugins write into files.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        Map<String, String> variables = System.getenv();
        StopSignal signal = new StopSignal();
        Terminal terminal = Terminal.ofProcess(variables);
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!ended.get()) {
                stop(signal, terminal);
            }
        }));
        int exitCode = new CommandLineProgram(CommandEnvironment.ofProcess(terminal, variables, signal)).run(args);
        terminal.flush();
        ended.set(true);
        signal.done();
        haltAfter(EXIT_PATIENCE, exitCode);
        System.exit(exitCode);
    }

    /** Ctrl-C, or a plugin that ends the process: keep what was measured. */
    private static void stop(StopSignal signal, Terminal terminal) {
        UnexpectedExit.culprit()
                .ifPresentOrElse(
                        plugin -> {
                            signal.raise();
                            terminal.err().printf("turbobench: error [PLUGIN_FAILED]: %s ended the process%n", plugin);
                            terminal.flush();
                            Runtime.getRuntime().halt(ErrorType.PLUGIN.exitCode());
                        },
                        () -> {
                            SecondInterrupt.endAtOnce();
                            signal.raise();
                        });
    }

    /** A shutdown hook of a plugin must not keep the process alive. */
    private static void haltAfter(Duration patience, int exitCode) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(patience.toMillis());
                        Runtime.getRuntime().halt(exitCode);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "exit-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
