package dev.turbobench.spi.report;

import java.util.List;

/**
 * Several runs to be shown together.
 *
 * @param runs the runs, at least two; the first is the one that the others are compared with
 * @param changes how the numbers of the others differ from those of the first; empty if no test was made
 */
public record RunComparison(List<ComparedRun> runs, List<MetricChange> changes) {

    public RunComparison {
        runs = List.copyOf(runs);
        changes = List.copyOf(changes);
        if (runs.size() < 2) {
            throw new IllegalArgumentException("a comparison needs at least 2 runs, not " + runs.size());
        }
    }

    /**
     * One of the runs.
     *
     * @param label what tells it from the others, short: the name of its file, its machine, or what was given for it
     * @param results what it measured
     */
    public record ComparedRun(String label, RunResults results) {}
}
