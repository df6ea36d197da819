package dev.turbobench.metrics.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Quantile;

/** The observations of a case, round by round. */
public final class Sample {

    private static final Quantile QUANTILE = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

    private final double[] sorted;
    private final double[] roundByRound;
    private final int[] roundEnds;
    private final RoundRatio roundMeans;
    private final int independent;

    /**
     * Create a sample.
     *
     * @param roundByRound the observations of one round after the other, sorted within each round
     * @param roundEnds where each round ends in them
     */
    private Sample(double[] roundByRound, int[] roundEnds, RoundRatio roundMeans, int independent) {
        this.roundByRound = roundByRound;
        this.roundEnds = roundEnds;
        this.sorted = roundByRound.clone();
        Arrays.sort(sorted);
        this.roundMeans = roundMeans;
        this.independent = independent;
    }

    /** How many observations there are. */
    public int size() {
        return sorted.length;
    }

    /** How many observations tell something of their own; those made by one step of the engine tell the same. */
    public int independent() {
        return independent;
    }

    /** The mean of all observations as a ratio over rounds: sums by counts. */
    public RoundRatio mean() {
        return roundMeans;
    }

    public double min() {
        return sorted[0];
    }

    public double max() {
        return sorted[sorted.length - 1];
    }

    /** The quantile with linear interpolation between order statistics (Hyndman and Fan, type 7, as in NumPy). */
    public double quantile(double probability) {
        return QUANTILE.evaluate(sorted.length, i -> sorted[i], probability);
    }

    /** How many rounds have observations. */
    int rounds() {
        int rounds = 0;
        for (int r = 0; r < roundEnds.length; r++) {
            rounds += size(r) > 0 ? 1 : 0;
        }
        return rounds;
    }

    private int size(int round) {
        return roundEnds[round] - (round == 0 ? 0 : roundEnds[round - 1]);
    }

    /**
     * The variance of the part of the sample that is not above a value, as it differs between rounds: {@code R / (R - 1) *
     * sum of (c_r - p n_r)^2 / n^2} with {@code c_r} of the {@code n_r} observations of round {@code r} not above it.
     */
    double varianceOfShare(double value) {
        double share = (double) notAbove(sorted, 0, sorted.length, value) / sorted.length;
        double squares = 0;
        int from = 0;
        for (int to : roundEnds) {
            double residual = notAbove(roundByRound, from, to, value) - share * (to - from);
            squares += residual * residual;
            from = to;
        }
        double rounds = rounds();
        return rounds / (rounds - 1) * squares / ((double) sorted.length * sorted.length);
    }

    private static int notAbove(double[] ascending, int from, int to, double value) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - from;
    }

    /** The smallest observation of each round; NaN where it has none. */
    public List<Double> minByRound() {
        return byRound((from, to) -> roundByRound[from]);
    }

    /** The largest observation of each round; NaN where it has none. */
    public List<Double> maxByRound() {
        return byRound((from, to) -> roundByRound[to - 1]);
    }

    /** The quantile of each round alone, by the same rule as that of all; NaN where a round has no observation. */
    public List<Double> quantileByRound(double probability) {
        return byRound((from, to) -> QUANTILE.evaluate(to - from, i -> roundByRound[from + i], probability));
    }

    /** A number from the observations of one round. */
    @FunctionalInterface
    private interface OfRound {
        double apply(int from, int to);
    }

    private List<Double> byRound(OfRound number) {
        List<Double> numbers = new ArrayList<>(roundEnds.length);
        int from = 0;
        for (int to : roundEnds) {
            numbers.add(from == to ? Double.NaN : number.apply(from, to));
            from = to;
        }
        return numbers;
    }

    /** The observation at an index in ascending order. */
    double sorted(int index) {
        return sorted[index];
    }

    /** Collects the observations of one round after the other. */
    public static final class Collector {

        private final double[] sums;
        private final double[] counts;
        private final int[] ends;
        private double[] values;
        private int size;
        private int independent;
        private int round;

        /** Start with room for some observations; it grows. */
        public Collector(int rounds, int capacity) {
            this.sums = new double[rounds];
            this.counts = new double[rounds];
            this.ends = new int[rounds];
            this.values = new double[Math.max(16, capacity)];
        }

        /** Add an observation that counts several times. */
        public void add(double value, int times) {
            if (size + times > values.length) {
                values = Arrays.copyOf(values, Math.max(Math.addExact(size, times), values.length * 2));
            }
            Arrays.fill(values, size, size + times, value);
            size += times;
            sums[round] += value * times;
            counts[round] += times;
        }

        public void add(double value) {
            add(value, 1);
        }

        /** End the round; all its observations are independent. */
        public void endRound() {
            endRound((int) counts[round]);
        }

        /** End the round; only so many of its observations are independent. */
        public void endRound(int independentInRound) {
            Arrays.sort(values, round == 0 ? 0 : ends[round - 1], size);
            independent += independentInRound;
            ends[round] = size;
            round++;
        }

        public Sample finish() {
            return new Sample(Arrays.copyOf(values, size), ends, new RoundRatio(sums, counts), independent);
        }
    }
}
