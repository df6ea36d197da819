package dev.turbobench.spi.report;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a case.
 *
 * @param spec the case
 * @param tensorParallelSize number of ranks
 * @param status how it ended
 * @param notes what speaks against the numbers or explains them, one line each
 * @param failure what ended it; {@code null} unless the status is {@link CaseStatus#FAILED}
 * @param rounds number of measured rounds
 * @param metrics the numbers; empty if it was not measured
 * @param details how it went; {@link CaseDetails#NONE} if nothing is known
 */
public record CaseResult(
        CaseSpec spec,
        int tensorParallelSize,
        CaseStatus status,
        List<String> notes,
        @Nullable CaseFailure failure,
        int rounds,
        List<MetricValue> metrics,
        CaseDetails details) {

    public CaseResult {
        notes = List.copyOf(notes);
        metrics = List.copyOf(metrics);
    }

    /**
     * Create a result of which nothing but the numbers is known.
     *
     * @param spec the case
     * @param tensorParallelSize number of ranks
     * @param status how it ended
     * @param notes what speaks against the numbers or explains them, one line each
     * @param failure what ended it; {@code null} unless the status is {@link CaseStatus#FAILED}
     * @param rounds number of measured rounds
     * @param metrics the numbers; empty if it was not measured
     */
    public CaseResult(
            CaseSpec spec,
            int tensorParallelSize,
            CaseStatus status,
            List<String> notes,
            @Nullable CaseFailure failure,
            int rounds,
            List<MetricValue> metrics) {
        this(spec, tensorParallelSize, status, notes, failure, rounds, metrics, CaseDetails.NONE);
    }

    /**
     * Find a metric by its id.
     *
     * @param id the id of its descriptor; never {@code null}
     * @return the value; empty if no metric plugin computed it
     */
    public Optional<MetricValue> metric(String id) {
        return metrics.stream()
                .filter(value -> value.descriptor().id().equals(id))
                .findFirst();
    }
}
