package dev.turbobench.engine.turbomind.convert;

import dev.turbobench.spi.command.Console;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a command prints. */
class TestingConsole implements Console {

    final List<String> lines = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    long done;
    long total;

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public void warning(String text) {
        warnings.add(text);
    }

    @Override
    public void progress(String label, long done, long total) {
        this.done = done;
        this.total = total;
    }
}
