package dev.turbobench.spi.report;

import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.workload.CaseSpec;
import org.jspecify.annotations.Nullable;

/**
 * How a number of a case differs between two runs.
 *
 * @param run which of the compared runs, from 1; run 0 is the one it is compared with
 * @param spec the case, as run 0 has it
 * @param metric id of the metric
 * @param ratio the number of this run divided by that of run 0; NaN if there is none
 * @param interval confidence interval of the ratio; {@code null} if there is none
 * @param pValue how often chance alone would show such a difference, corrected for the number of tests; NaN if no test
 *     could be made
 * @param verdict what may be concluded
 * @param note what to know about it; {@code null} if there is nothing to say
 */
public record MetricChange(
        int run,
        CaseSpec spec,
        String metric,
        double ratio,
        @Nullable Interval interval,
        double pValue,
        Verdict verdict,
        @Nullable String note) {

    public MetricChange {
        if (run < 1) {
            throw new IllegalArgumentException("run 0 is what the others are compared with, not run " + run);
        }
    }

    /** What may be concluded from a test. */
    public enum Verdict {
        /** Better than in run 0. */
        BETTER,
        /** Worse than in run 0. */
        WORSE,
        /** Different from run 0, of a metric of which neither direction is better. */
        DIFFERENT,
        /** No difference is shown; reports write {@code ~}. */
        NONE_SHOWN,
        /** One of the runs has no number, or the numbers may not be compared; the note says why. */
        NOT_COMPARABLE
    }
}
