package dev.turbobench.core.cli;

/** The last line of a terminal, which is overwritten again and again. */
final class StatusLine {

    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private boolean visible;

    StatusLine(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(String text) {
        // A line as wide as the terminal would wrap and could not be erased.
        String line = text.length() < terminal.width() ? text : text.substring(0, terminal.width() - 1);
        terminal.err().print(ERASE + line);
        terminal.err().flush();
        visible = true;
    }

    void clear() {
        if (visible) {
            terminal.err().print(ERASE);
            terminal.err().flush();
            visible = false;
        }
    }
}
