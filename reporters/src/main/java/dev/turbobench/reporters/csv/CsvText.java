package dev.turbobench.reporters.csv;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;

/** Records as RFC 4180 writes them, and text that no spreadsheet takes for a formula. */
final class CsvText {

    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private CsvText() {}

    /** A record with its line end. */
    static String record(List<String> cells) {
        return CSVFormat.RFC4180.format(cells.toArray()) + "\r\n";
    }

    static String records(List<List<String>> rows) {
        return rows.stream().map(CsvText::record).collect(Collectors.joining());
    }

    /**
     * Text from outside as a cell. Text that a spreadsheet would run gets an apostrophe in front, which is the defence
     * that OWASP advises against CSV injection.
     */
    static String foreign(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
