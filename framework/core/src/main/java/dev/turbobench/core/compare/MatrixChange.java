package dev.turbobench.core.compare;

import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One metric over all cases that two runs have in common.
 *
 * @param descriptor the metric
 * @param ratio geometric mean of the ratios of the cases
 * @param interval 95 % interval, from the spread of rounds within the cases; the degrees of freedom are Satterthwaite's
 * @param cases how many cases are in it
 */
public record MatrixChange(MetricDescriptor descriptor, double ratio, Interval interval, int cases) {

    /** Over the tested cells of one metric, at least one, all with a ratio. */
    static MatrixChange of(MetricDescriptor descriptor, List<RoundsTest> tests) {
        double log = 0;
        double variance = 0;
        double weights = 0;
        for (RoundsTest test : tests) {
            double square = test.logError() * test.logError();
            log += Math.log(test.ratio());
            variance += square;
            weights += square * square / test.degreesOfFreedom();
        }
        int cases = tests.size();
        double mean = log / cases;
        double freedom = variance == 0 ? cases : variance * variance / weights;
        double half = TDistribution.of(freedom).inverseSurvivalProbability((1 - RoundsTest.LEVEL) / 2)
                * Math.sqrt(variance)
                / cases;
        Interval interval = new Interval(
                Math.exp(mean - half), Math.exp(mean + half), RoundsTest.LEVEL, "Student's t of logarithms");
        return new MatrixChange(descriptor, Math.exp(mean), interval, cases);
    }
}
