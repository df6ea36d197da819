package dev.turbobench.core.cli;

import dev.turbobench.core.compare.Cell;
import dev.turbobench.core.compare.Comparison;
import dev.turbobench.core.compare.MatrixChange;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a comparison as Markdown tables that are aligned for the terminal too. */
final class ComparisonPrinter {

    private final PrintWriter out;

    ComparisonPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(String baseline, String candidate, Comparison comparison, double smallest) {
        out.printf("baseline:  %s%ncandidate: %s%n%n", baseline, candidate);
        TextTable cells = new TextTable(
                List.of("case", "metric", "baseline>", "candidate>", "ratio>", "95 % interval", "p>", "verdict"));
        comparison.cells().forEach(cell -> cells.add(row(cell)));
        cells.print(out);
        out.println();
        if (!comparison.matrix().isEmpty()) {
            TextTable matrix = new TextTable(List.of("geometric mean of", "cases>", "ratio>", "95 % interval"));
            for (MatrixChange change : comparison.matrix()) {
                matrix.add(List.of(
                        change.descriptor().label(),
                        String.valueOf(change.cases()),
                        ratio(change.ratio()),
                        interval(change.interval())));
            }
            matrix.print(out);
            out.println();
        }
        comparison.broken().forEach(line -> out.println("no longer valid: " + line));
        comparison.notes().forEach(line -> out.println("note: " + line));
        out.printf(
                "%d tests over rounds, p corrected by Benjamini-Hochberg; ~ no difference of at least %s is shown at 5 %%.%n",
                comparison.tests(), percent(smallest));
        out.flush();
    }

    private static List<String> row(Cell cell) {
        return List.of(
                cell.spec().label(),
                "%s (%s)"
                        .formatted(
                                cell.descriptor().label(),
                                MetricFormat.unit(cell.descriptor().unit())),
                number(cell.descriptor(), cell.baseline()),
                number(cell.descriptor(), cell.candidate()),
                ratio(cell.ratio()),
                interval(cell.test() == null ? null : cell.test().interval()),
                Double.isNaN(cell.adjustedPValue()) ? "" : "%.2g".formatted(cell.adjustedPValue()),
                verdict(cell));
    }

    private static String verdict(Cell cell) {
        return switch (cell.verdict()) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case DIFFERENT -> "different";
            case NONE_SHOWN -> "~";
            case NOT_COMPARABLE -> "not tested: " + cell.note();
        };
    }

    private static String number(MetricDescriptor descriptor, double value) {
        return MetricFormat.number(MetricValue.of(descriptor, value, 1));
    }

    private static String ratio(double ratio) {
        return Double.isNaN(ratio) ? "" : "%.4f".formatted(ratio);
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null ? "" : "%.4f to %.4f".formatted(interval.low(), interval.high());
    }

    private static String percent(double part) {
        return "%s %%".formatted(part * 100);
    }
}
