package dev.turbobench.core.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Runs the program in this process with streams in memory. */
final class TestingProgram {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> variables = new HashMap<>();
    private final Path folder;
    private final StopSignal signal = new StopSignal();
    private boolean interactive;
    private boolean full;

    /** Use a folder as home of the distribution, with {@code plugins} in it, and of the user. */
    TestingProgram(Path folder) {
        this.folder = folder;
        variables.put("TURBOBENCH_RESULTS", folder.resolve("turbobench-results").toString());
    }

    TestingProgram interactive() {
        interactive = true;
        return this;
    }

    /** Let everything that is written to the standard output fail, as on a full disk. */
    TestingProgram fullDisk() {
        full = true;
        return this;
    }

    TestingProgram variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    CommandEnvironment environment() {
        Terminal terminal = new Terminal(
                new PrintWriter(full ? new FullWriter() : out), new PrintWriter(err), false, interactive, false, 120);
        return new CommandEnvironment(terminal, variables, Optional.of(folder), folder, signal);
    }

    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandEnvironment environment = environment();
        int exitCode = new CommandLineProgram(environment).run(arguments);
        environment.terminal().flush();
        return exitCode;
    }

    private static final class FullWriter extends Writer {

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Stop what {@link #run} is doing, as Ctrl-C does. */
    void stop() {
        signal.done();
        signal.raise();
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
