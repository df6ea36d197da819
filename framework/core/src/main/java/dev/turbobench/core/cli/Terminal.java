package dev.turbobench.core.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The streams of the program and what can be done with them.
 *
 * @param out for results
 * @param err for errors, warnings and progress
 * @param outInteractive whether {@code out} is a terminal
 * @param errInteractive whether {@code err} is a terminal whose last line can be overwritten
 * @param colors whether terminals may be given colours
 * @param width columns of the terminal
 */
record Terminal(
        PrintWriter out, PrintWriter err, boolean outInteractive, boolean errInteractive, boolean colors, int width) {

    private static final int DEFAULT_WIDTH = 100;

    static Terminal ofProcess(Map<String, String> variables) {
        boolean dumb = variables.getOrDefault("TERM", "dumb").equals("dumb") || variables.containsKey("CI");
        boolean colors = !dumb && variables.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                isTerminal(1),
                isTerminal(2) && !dumb,
                colors,
                width(variables.getOrDefault("COLUMNS", "")));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Java 17 can tell only whether both input and output are terminals, so the kernel is asked; without /proc, no. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static int width(String columns) {
        return columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    void warning(String message) {
        err.println("turbobench: warning: " + message);
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
