package dev.turbobench.metrics.stats;

import dev.turbobench.spi.metric.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A quantity that is a sum over rounds divided by another: tokens by time, or the sum of latencies by their number.
 *
 * <p>Rounds, not requests, are what is repeated independently, so the spread between rounds says how sure the quantity is.
 *
 * @param numerators one for each round
 * @param denominators one for each round
 */
public record RoundRatio(double[] numerators, double[] denominators) {

    private static final double LEVEL = 0.95;
    private static final int FEWEST_ROUNDS_FOR_BOOTSTRAP = 8;
    private static final int RESAMPLES = 10_000;
    private static final long SEED = 0x5DEECE66DL;

    /** The quantity over all rounds; NaN if the denominators are all 0. */
    public double value() {
        return Arrays.stream(numerators).sum() / Arrays.stream(denominators).sum();
    }

    /** The quantity of each round alone; NaN where its denominator is 0. */
    public List<Double> byRound() {
        return IntStream.range(0, numerators.length)
                .mapToObj(r -> denominators[r] == 0 ? Double.NaN : numerators[r] / denominators[r])
                .toList();
    }

    /** The 95 % interval; {@code null} with a single round. */
    public @Nullable Interval interval() {
        if (numerators.length < 2 || Double.isNaN(value())) {
            return null;
        }
        return numerators.length < FEWEST_ROUNDS_FOR_BOOTSTRAP ? studentInterval() : bootstrapInterval();
    }

    /**
     * Student's t on the residuals {@code numerator - value * denominator}, the classical interval of a ratio estimator
     * (Cochran, Sampling Techniques, section 6.3). A bootstrap cannot reach beyond the smallest and largest round, which
     * with few rounds is not enough.
     */
    private Interval studentInterval() {
        int rounds = numerators.length;
        double value = value();
        double squares = 0;
        for (int r = 0; r < rounds; r++) {
            double residual = numerators[r] - value * denominators[r];
            squares += residual * residual;
        }
        double meanDenominator = Arrays.stream(denominators).sum() / rounds;
        double error = Math.sqrt(squares / (rounds - 1) / rounds) / meanDenominator;
        double half = criticalValue(rounds) * error;
        return new Interval(value - half, value + half, LEVEL, "Student's t over %d rounds".formatted(rounds));
    }

    /**
     * Bootstrap over rounds. The plain percentile interval is too narrow with few rounds, so its tails are those of
     * Student's t: {@code Phi(-sqrt(n / (n - 1)) * t)} (Hesterberg, What Teachers Should Know About the Bootstrap, 2015,
     * "expanded percentile interval"). The seed is fixed: the same record gives the same interval.
     */
    private Interval bootstrapInterval() {
        int rounds = numerators.length;
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            double numerator = 0;
            double denominator = 0;
            for (int k = 0; k < rounds; k++) {
                int r = random.nextInt(rounds);
                numerator += numerators[r];
                denominator += denominators[r];
            }
            values[b] = numerator / denominator;
        }
        double expanded = -Math.sqrt(rounds / (rounds - 1.0)) * criticalValue(rounds);
        double tail = NormalDistribution.of(0, 1).cumulativeProbability(expanded);
        double[] ends = Quantile.withDefaults().evaluate(values, tail, 1 - tail);
        return new Interval(ends[0], ends[1], LEVEL, "bootstrap over %d rounds".formatted(rounds));
    }

    private static double criticalValue(int rounds) {
        return TDistribution.of(rounds - 1.0).inverseSurvivalProbability((1 - LEVEL) / 2);
    }
}
