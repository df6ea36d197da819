package dev.turbobench.metrics.stats;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;

/** The observations of a case, round by round. */
public final class Sample {

    private final double[] sorted;
    private final RoundRatio roundMeans;
    private final int independent;

    private Sample(double[] sorted, RoundRatio roundMeans, int independent) {
        this.sorted = sorted;
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
        return Quantile.withDefaults()
                .with(Quantile.EstimationMethod.HF7)
                .evaluate(sorted.length, i -> sorted[i], probability);
    }

    /** The observation at an index in ascending order. */
    double sorted(int index) {
        return sorted[index];
    }

    /** Collects the observations of one round after the other. */
    public static final class Collector {

        private final double[] sums;
        private final double[] counts;
        private double[] values;
        private int size;
        private int independent;
        private int round;

        /** Start with room for some observations; it grows. */
        public Collector(int rounds, int capacity) {
            this.sums = new double[rounds];
            this.counts = new double[rounds];
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
            independent += independentInRound;
            round++;
        }

        public Sample finish() {
            double[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return new Sample(sorted, new RoundRatio(sums, counts), independent);
        }
    }
}
