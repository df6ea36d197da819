package dev.turbobench.spi.metric;

import java.util.List;

/**
 * Computes numbers from the recorded events of a case.
 *
 * <p>A pure function: it runs after the timed region, possibly again long after the run, and must give the same numbers
 * for the same record.
 */
@FunctionalInterface
public interface Metric {

    /**
     * Compute the numbers of a case.
     *
     * @param record the events of all rounds; never {@code null}
     * @return the values in the order in which to show them; never {@code null}
     */
    List<MetricValue> compute(CaseRecord record);

    /**
     * Describe whole distributions, for charts.
     *
     * @param record the events of all rounds; never {@code null}
     * @return the distributions; never {@code null}, empty by default
     */
    default List<Distribution> distributions(CaseRecord record) {
        return List.of();
    }
}
