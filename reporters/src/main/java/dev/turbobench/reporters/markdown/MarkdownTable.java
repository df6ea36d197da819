package dev.turbobench.reporters.markdown;

import java.util.List;

/**
 * A table whose columns line up in plain text as well.
 *
 * @param leftColumns how many columns from the left hold text; the others hold numbers
 * @param rows the header and the rows, all of the same length
 */
record MarkdownTable(int leftColumns, List<List<String>> rows) {

    /** Foreign text that stays in its cell and brings no markup. */
    static String foreign(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("[\\\\`*\\[\\]<>|&~#]", "\\\\$0");
    }

    String text() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(Math.max(widths[c], 3), width(row.get(c)));
            }
        }
        StringBuilder text = new StringBuilder();
        appendRow(text, rows.get(0), widths);
        for (int c = 0; c < columns; c++) {
            text.append("| ")
                    .append("-".repeat(c < leftColumns ? widths[c] : widths[c] - 1))
                    .append(c < leftColumns ? " " : ": ");
        }
        text.append("|\n");
        rows.subList(1, rows.size()).forEach(row -> appendRow(text, row, widths));
        return text.toString();
    }

    private void appendRow(StringBuilder text, List<String> row, int[] widths) {
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - width(row.get(c)));
            text.append("| ")
                    .append(c < leftColumns ? row.get(c) + padding : padding + row.get(c))
                    .append(' ');
        }
        text.append("|\n");
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
