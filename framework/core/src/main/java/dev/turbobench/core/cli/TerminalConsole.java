package dev.turbobench.core.cli;

import dev.turbobench.spi.command.Console;

/** Shows a command of a plugin on the terminal. */
final class TerminalConsole implements Console, AutoCloseable {

    private static final int STEPS = 100;

    private final Terminal terminal;
    private final StatusLine status;
    private String lastLabel = "";
    private long lastStep = -1;

    TerminalConsole(Terminal terminal) {
        this.terminal = terminal;
        this.status = new StatusLine(terminal);
    }

    @Override
    public synchronized void line(String text) {
        status.clear();
        terminal.out().println(text);
    }

    @Override
    public synchronized void warning(String text) {
        status.clear();
        terminal.warning(text);
    }

    /** On a terminal every percent is shown; elsewhere one line when the work starts and one when it has ended. */
    @Override
    public synchronized void progress(String label, long done, long total) {
        long step = total <= 0 ? STEPS : Math.min(STEPS, (long) ((double) done / total * STEPS));
        boolean ended = done >= total;
        if (label.equals(lastLabel) && step == lastStep) {
            return;
        }
        boolean started = !label.equals(lastLabel);
        lastLabel = label;
        lastStep = step;
        if (terminal.errInteractive()) {
            status.show("%s %3d%%".formatted(label, step));
        } else if (started || ended) {
            terminal.err().printf("%s %d%%%n", label, step);
        }
    }

    @Override
    public synchronized void close() {
        status.clear();
        terminal.flush();
    }
}
