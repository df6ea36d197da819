package dev.turbobench.core.cli;

import dev.turbobench.spi.report.ConfigurationEntry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints every setting with its value and source. */
final class EffectiveTable {

    private final PrintWriter out;

    EffectiveTable(PrintWriter out) {
        this.out = out;
    }

    void print(List<ConfigurationEntry> entries) {
        TextTable table = new TextTable(List.of("setting", "value", "source"));
        for (ConfigurationEntry entry : entries) {
            String source = entry.source().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            table.add(List.of(entry.key(), entry.value(), source));
        }
        table.print(out);
        out.println();
    }
}
