package dev.turbobench.metrics.stats;

import dev.turbobench.spi.metric.Interval;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Confidence intervals of quantiles that hold whatever the distribution, and however observations of a round hang together.
 *
 * <p>Of n independent observations the number below the quantile is Binomial(n, p). So the interval from rank l to rank
 * u covers it with probability {@code P(l <= B < u)}; l and u are chosen so that each side misses with at most 2.5 %
 * (Hahn and Meeker, Statistical Intervals, section 5.2).
 *
 * <p>Observations of a round are not independent: slow steps come in groups, and a round can be slow as a whole. Rounds are.
 * So n is the effective sample size that the rounds show: {@code p (1 - p) / variance}, the variance being that of the part
 * of the sample below the quantile between rounds, times {@code (z / t)^2} because R rounds know it with R - 1 degrees of
 * freedom only (Korn and Graubard, Survey Methodology 24, 1998). It is never taken to be more than the number of
 * observations that tell something of their own. With a single round that number itself is taken.
 */
public final class OrderStatistics {

    private static final double LEVEL = 0.95;

    private OrderStatistics() {}

    /**
     * Get the interval of a quantile.
     *
     * <p>If several observations of the sample tell the same, ranks are taken among as many as are independent, and each
     * rank stands for an equal part of the sorted sample.
     *
     * @param sample the sample, not empty
     * @param probability of the quantile
     * @return the interval; {@code null} if the sample is too small to bound the quantile on both sides
     */
    public static @Nullable Interval interval(Sample sample, double probability) {
        int n = effectiveSize(sample, probability);
        if (n < 1) {
            return null;
        }
        double miss = (1 - LEVEL) / 2;
        BinomialDistribution below = BinomialDistribution.of(n, probability);
        int low = below.inverseCumulativeProbability(miss);
        int high = below.inverseCumulativeProbability(1 - miss) + 1;
        if (low < 1 || high > n) {
            return null;
        }
        // A share of the sample for each rank.
        double share = (double) sample.size() / n;
        int lowIndex = (int) Math.floor((low - 1) * share);
        int highIndex = Math.min(sample.size(), (int) Math.ceil(high * share)) - 1;
        return new Interval(
                sample.sorted(lowIndex),
                sample.sorted(highIndex),
                LEVEL,
                "order statistics, ranks %d and %d of %d".formatted(low, high, n));
    }

    private static int effectiveSize(Sample sample, double probability) {
        int most = sample.independent();
        int rounds = sample.rounds();
        if (most < 1 || rounds < 2) {
            return most;
        }
        double variance = sample.varianceOfShare(sample.quantile(probability));
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - LEVEL) / 2);
        double t = TDistribution.of(rounds - 1.0).inverseSurvivalProbability((1 - LEVEL) / 2);
        double effective = probability * (1 - probability) / variance * (z / t) * (z / t);
        return (int) Math.min(most, effective);
    }
}
