package dev.turbobench.core.compare;

import dev.turbobench.spi.report.MetricChange;
import java.util.List;

/**
 * How two runs differ.
 *
 * @param cells every compared metric of every case that both runs have
 * @param matrix each metric over all cases
 * @param broken cases that are valid in the baseline and not in the candidate, with the reason, one line each
 * @param notes what else could not be compared, one line each
 * @param tests how many tests were made
 */
public record Comparison(
        List<Cell> cells, List<MatrixChange> matrix, List<String> broken, List<String> notes, int tests) {

    public Comparison {
        cells = List.copyOf(cells);
        matrix = List.copyOf(matrix);
        broken = List.copyOf(broken);
        notes = List.copyOf(notes);
    }

    /**
     * Get the differences in the form of reports.
     *
     * @param run position of the candidate among the compared runs, from 1
     */
    public List<MetricChange> changes(int run) {
        return cells.stream().map(cell -> cell.change(run)).toList();
    }

    /** The cells that are shown to be worse by at least a part of the baseline. */
    public List<Cell> regressions(double atLeast) {
        return cells.stream().filter(cell -> cell.isRegression(atLeast)).toList();
    }
}
