package dev.turbobench.core.compare;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.MetricChange.Verdict;
import dev.turbobench.spi.workload.CaseSpec;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one case in two runs.
 *
 * @param spec the case, as the baseline has it
 * @param descriptor the metric
 * @param baseline its value in the baseline
 * @param candidate its value in the candidate
 * @param test what the rounds show; {@code null} if they could not be tested
 * @param adjustedPValue corrected for the number of tests; NaN if not tested
 * @param verdict what follows
 * @param note why it could not be tested; {@code null} if it was
 */
public record Cell(
        CaseSpec spec,
        MetricDescriptor descriptor,
        double baseline,
        double candidate,
        @Nullable RoundsTest test,
        double adjustedPValue,
        Verdict verdict,
        @Nullable String note) {

    /** Candidate by baseline; NaN if there is no ratio. */
    public double ratio() {
        return test == null ? Double.NaN : test.ratio();
    }

    /** The difference in the form of reports. */
    public MetricChange change(int run) {
        return new MetricChange(
                run,
                spec,
                descriptor.id(),
                ratio(),
                test == null ? null : test.interval(),
                adjustedPValue,
                verdict,
                note);
    }

    /** True if it is shown to be worse by at least a part of the baseline. */
    public boolean isRegression(double atLeast) {
        if (verdict != Verdict.WORSE) {
            return false;
        }
        double ratio = ratio();
        boolean higherIsBetter = descriptor.direction() == Direction.HIGHER_IS_BETTER;
        return Double.isNaN(ratio) || (higherIsBetter ? ratio <= 1 - atLeast : ratio >= 1 + atLeast);
    }

    Cell judged(double adjusted, double smallest) {
        return new Cell(spec, descriptor, baseline, candidate, test, adjusted, judge(adjusted, smallest), note);
    }

    private Verdict judge(double adjusted, double smallest) {
        if (test == null) {
            return Verdict.NOT_COMPARABLE;
        }
        boolean large = Double.isNaN(test.ratio()) || Math.abs(Math.log(test.ratio())) >= Math.log1p(smallest);
        if (adjusted > 1 - RoundsTest.LEVEL || !large) {
            return Verdict.NONE_SHOWN;
        }
        boolean higher = Double.isNaN(test.ratio()) ? candidate > baseline : test.ratio() > 1;
        return switch (descriptor.direction()) {
            case HIGHER_IS_BETTER -> higher ? Verdict.BETTER : Verdict.WORSE;
            case LOWER_IS_BETTER -> higher ? Verdict.WORSE : Verdict.BETTER;
            case NEUTRAL -> Verdict.DIFFERENT;
        };
    }
}
