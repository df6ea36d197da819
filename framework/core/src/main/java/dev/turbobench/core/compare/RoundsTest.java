package dev.turbobench.core.compare;

import dev.turbobench.spi.metric.Interval;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.jspecify.annotations.Nullable;

/**
 * Tests whether a number differs between the rounds of two runs, and estimates the ratio.
 *
 * <p>With at least {@link #FEWEST_FOR_RANKS} rounds in both runs it is the Mann-Whitney U test with the Hodges-Lehmann
 * estimate: the median of the ratios of all pairs of rounds, with the interval that the same test gives (Hollander, Wolfe
 * and Chicken, Nonparametric Statistical Methods, section 4.2 and 4.3). A round that was disturbed does no harm. With
 * fewer rounds ranks cannot show what remains after correction for many cases, so it is Welch's t test of the logarithms,
 * and the ratio is that of the geometric means.
 *
 * @param ratio candidate by baseline; NaN if a value is not positive
 * @param interval 95 % interval of the ratio; {@code null} if there is none
 * @param pValue two-sided
 * @param logError standard error of the logarithm of the ratio; NaN like it
 * @param degreesOfFreedom of that error
 * @param method name of the test
 */
public record RoundsTest(
        double ratio,
        @Nullable Interval interval,
        double pValue,
        double logError,
        double degreesOfFreedom,
        String method) {

    static final int FEWEST_FOR_RANKS = 8;
    static final double LEVEL = 0.95;

    /** Sizes up to which the distribution of U is counted instead of approximated. */
    private static final int MOST_TO_COUNT = 40;

    /** Test the values of rounds; both arrays have at least two. */
    static RoundsTest of(double[] baseline, double[] candidate) {
        boolean ranks = Math.min(baseline.length, candidate.length) >= FEWEST_FOR_RANKS;
        boolean positive = Arrays.stream(baseline).allMatch(v -> v > 0)
                && Arrays.stream(candidate).allMatch(v -> v > 0);
        double p = ranks ? rankTest(baseline, candidate) : Double.NaN;
        String method = ranks ? "Mann-Whitney U" : "Welch's t of logarithms";
        if (!positive) {
            // Without logarithms there is neither a ratio nor Welch's test of them.
            double ofRanks = ranks ? p : rankTest(baseline, candidate);
            return new RoundsTest(Double.NaN, null, ofRanks, Double.NaN, Double.NaN, "Mann-Whitney U");
        }
        double[] a = Arrays.stream(baseline).map(Math::log).toArray();
        double[] b = Arrays.stream(candidate).map(Math::log).toArray();
        double errorA = variance(a) / a.length;
        double errorB = variance(b) / b.length;
        double error = Math.sqrt(errorA + errorB);
        double freedom = error == 0
                ? a.length + b.length - 2.0
                : Math.pow(errorA + errorB, 2) / (errorA * errorA / (a.length - 1) + errorB * errorB / (b.length - 1));
        if (ranks) {
            double[] differences = differences(a, b);
            double median = middle(differences);
            return new RoundsTest(
                    Math.exp(median), shiftInterval(differences, a.length, b.length), p, error, freedom, method);
        }
        double difference = mean(b) - mean(a);
        double half = TDistribution.of(freedom).inverseSurvivalProbability((1 - LEVEL) / 2) * error;
        return new RoundsTest(
                Math.exp(difference),
                new Interval(Math.exp(difference - half), Math.exp(difference + half), LEVEL, method),
                welch(difference, error, freedom),
                error,
                freedom,
                method);
    }

    private static double welch(double difference, double error, double freedom) {
        if (error == 0) {
            return difference == 0 ? 1 : 0;
        }
        return Math.min(1, 2 * TDistribution.of(freedom).survivalProbability(Math.abs(difference / error)));
    }

    private static double rankTest(double[] a, double[] b) {
        boolean allEqual =
                Arrays.stream(a).allMatch(v -> v == a[0]) && Arrays.stream(b).allMatch(v -> v == a[0]);
        return allEqual ? 1 : MannWhitneyUTest.withDefaults().test(a, b).getPValue();
    }

    private static double[] differences(double[] a, double[] b) {
        double[] differences = new double[a.length * b.length];
        int k = 0;
        for (double x : a) {
            for (double y : b) {
                differences[k++] = y - x;
            }
        }
        Arrays.sort(differences);
        return differences;
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static Interval shiftInterval(double[] sorted, int n, int m) {
        int rank = Math.max(1, intervalRank(n, m));
        return new Interval(
                Math.exp(sorted[rank - 1]), Math.exp(sorted[sorted.length - rank]), LEVEL, "Hodges-Lehmann");
    }

    /** The largest {@code c} with {@code P(U <= c - 1) <= 2.5 %}: the interval is from the c-th difference to the c-th last. */
    static int intervalRank(int n, int m) {
        double miss = (1 - LEVEL) / 2;
        if (n > MOST_TO_COUNT || m > MOST_TO_COUNT) {
            double deviation = Math.sqrt(n * (double) m * (n + m + 1) / 12);
            double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(miss);
            return (int) Math.floor(n * (double) m / 2 - z * deviation);
        }
        double[] counts = arrangements(n, m);
        double all = Arrays.stream(counts).sum();
        double below = 0;
        int rank = 0;
        while ((below + counts[rank]) / all <= miss) {
            below += counts[rank];
            rank++;
        }
        return rank;
    }

    /** In how many orders of n and m values U has each of its values: the coefficients of the Gaussian binomial. */
    private static double[] arrangements(int n, int m) {
        double[] counts = new double[n * m + 1];
        counts[0] = 1;
        for (int i = 1; i <= n; i++) {
            for (int u = counts.length - 1; u >= m + i; u--) {
                counts[u] -= counts[u - m - i];
            }
            for (int u = i; u < counts.length; u++) {
                counts[u] += counts[u - i];
            }
        }
        return counts;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
