package dev.turbobench.metrics.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The probabilities at which a distribution is drawn on an axis of nines: as many between 0 and 0.5 as between 0.5 and
 * 0.75, and so on, as HdrHistogram prints them, and the percentiles of the tables.
 */
final class Nines {

    private static final int TICKS = 5;
    /** 1 - 2^-14 is beyond the last one. */
    private static final int HALVES = 14;

    private static final double LAST = 0.9999;

    private Nines() {}

    /** The probabilities that so many observations reach: at least one is expected above each. */
    static List<Double> upTo(long samples) {
        if (samples == 0) {
            return List.of();
        }
        double last = Math.min(LAST, 1 - 1.0 / samples);
        TreeSet<Double> probabilities = new TreeSet<>();
        for (int half = 0; half < HALVES; half++) {
            double start = 1 - Math.scalb(1.0, -half);
            double step = Math.scalb(1.0, -half - 1) / TICKS;
            for (int tick = 0; tick < TICKS; tick++) {
                // Rounded, so that 0.9 is the 0.9 of the tables.
                probabilities.add(Math.rint((start + tick * step) * 1e9) / 1e9);
            }
        }
        for (Percentile percentile : Percentile.values()) {
            probabilities.add(percentile.probability());
        }
        probabilities.add(LAST);
        return new ArrayList<>(probabilities.headSet(last, true));
    }
}
