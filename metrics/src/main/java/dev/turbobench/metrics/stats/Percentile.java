package dev.turbobench.metrics.stats;

import java.util.function.IntPredicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The percentiles that are reported, and how many observations each needs. */
public enum Percentile {
    P50("p50", "P50", 0.50),
    P75("p75", "P75", 0.75),
    P90("p90", "P90", 0.90),
    P95("p95", "P95", 0.95),
    P99("p99", "P99", 0.99),
    P99_9("p99_9", "P99.9", 0.999);

    private static final double CONFIDENCE = 0.95;

    private final String id;
    private final String label;
    private final double probability;
    private final int minimumSamples;

    Percentile(String id, String label, double probability) {
        this.id = id;
        this.label = label;
        this.probability = probability;
        this.minimumSamples =
                smallest(n -> BinomialDistribution.of(n, 1 - probability).cumulativeProbability(1) <= 1 - CONFIDENCE);
    }

    private static int smallest(IntPredicate enough) {
        int low = 0;
        int high = 1;
        while (!enough.test(high)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** The last word of ids, for example {@code p99_9}. */
    public String id() {
        return id;
    }

    public String label() {
        return label;
    }

    public double probability() {
        return probability;
    }

    /**
     * The size from which on a sample shows anything of this percentile: the smallest n for which at least two
     * observations lie above it with a probability of 95 %, {@code P(Binomial(n, 1 - p) <= 1) <= 0.05}. This is the rule
     * by which MLPerf LoadGen stops early, at t = 1.
     */
    public int minimumSamples() {
        return minimumSamples;
    }
}
