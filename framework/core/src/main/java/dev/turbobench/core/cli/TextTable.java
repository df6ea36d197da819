package dev.turbobench.core.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A Markdown table with aligned columns. */
final class TextTable {

    private final List<String> header;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    /** Create a table; columns whose name ends in {@code >} are aligned to the right. */
    TextTable(List<String> columns) {
        header = columns.stream()
                .map(name -> name.endsWith(">") ? name.substring(0, name.length() - 1) : name)
                .toList();
        right = new boolean[columns.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = columns.get(i).endsWith(">");
        }
    }

    void add(List<String> cells) {
        if (cells.size() != right.length) {
            throw new IllegalArgumentException("expected %d cells, found %d".formatted(right.length, cells.size()));
        }
        rows.add(cells.stream().map(cell -> cell.replace("|", "\\|")).toList());
    }

    void print(PrintWriter out) {
        int[] widths = new int[right.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(3, header.get(i).length());
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println(line(header, widths));
        StringBuilder rule = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            rule.append(' ')
                    .append("-".repeat(widths[i] - 1))
                    .append(right[i] ? ':' : '-')
                    .append(" |");
        }
        out.println(rule);
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(' ')
                    .append(right[i] ? padding + cells.get(i) : cells.get(i) + padding)
                    .append(" |");
        }
        return line.toString();
    }
}
