package dev.turbobench.metrics.stats;

import dev.turbobench.spi.metric.Interval;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Distribution-free confidence intervals of quantiles.
 *
 * <p>Of n independent observations the number below the quantile is Binomial(n, p). So the interval from rank l to rank
 * u covers it with probability {@code P(l <= B < u)}; l and u are chosen so that each side misses with at most 2.5 %
 * (Hahn and Meeker, Statistical Intervals, section 5.2).
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
        int n = sample.independent();
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
        double share = (double) sample.size() / n;
        int lowIndex = (int) Math.floor((low - 1) * share);
        int highIndex = Math.min(sample.size(), (int) Math.ceil(high * share)) - 1;
        return new Interval(
                sample.sorted(lowIndex),
                sample.sorted(highIndex),
                LEVEL,
                "order statistics, ranks %d and %d of %d".formatted(low, high, n));
    }
}
