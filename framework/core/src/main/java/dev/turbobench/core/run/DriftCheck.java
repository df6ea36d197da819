package dev.turbobench.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides whether the same case took another time later in the run than at its start.
 *
 * <p>Compared are the medians of the times of rounds. A difference is drift if it is more than 2% and more than four times
 * its standard error, which is taken from the median absolute deviation: 1.4826 times that is the standard deviation of
 * normal noise, and a median of n has 1.2533 times the error of a mean. With a single round nothing is known about noise,
 * and drift is what exceeds 10%.
 */
final class DriftCheck {

    private static final double LEAST_DRIFT = 0.02;
    private static final double LEAST_DRIFT_OF_SINGLE_ROUNDS = 0.1;
    private static final double STANDARD_ERRORS = 4;
    private static final double ERROR_OF_MEDIAN = 1.4826 * 1.2533;

    private final String label;
    private final double[] start;
    private final List<String> findings = new ArrayList<>();
    private boolean drift;

    /**
     * Begin with the first run of the sentinel.
     *
     * @param label its case
     * @param roundNanos its rounds
     */
    DriftCheck(String label, double[] roundNanos) {
        this.label = label;
        this.start = roundNanos.clone();
    }

    /** Compare a later run of the sentinel. */
    void add(String when, double[] roundNanos) {
        double difference = median(roundNanos) / median(start) - 1;
        boolean single = start.length < 2 || roundNanos.length < 2;
        double noise = Math.hypot(relativeError(start), relativeError(roundNanos));
        boolean drifted = single
                ? Math.abs(difference) > LEAST_DRIFT_OF_SINGLE_ROUNDS
                : Math.abs(difference) > Math.max(LEAST_DRIFT, STANDARD_ERRORS * noise);
        drift |= drifted;
        findings.add("%+.1f%% %s".formatted(100 * difference, when));
    }

    /** A later run of the sentinel gave no times. */
    void failed(String when) {
        findings.add("failed " + when);
    }

    /** Whether there was anything to compare. */
    boolean isComplete() {
        return !findings.isEmpty();
    }

    boolean isDrift() {
        return drift;
    }

    /** What was found, in one line. */
    String notice() {
        String changes = "rounds of %s took %s, compared with the start".formatted(label, String.join(", ", findings));
        return drift
                ? "drift: " + changes + "; cases far apart in time cannot be compared"
                : "no drift seen: " + changes;
    }

    private static double relativeError(double[] values) {
        double middle = median(values);
        double[] deviations =
                Arrays.stream(values).map(value -> Math.abs(value - middle)).toArray();
        return ERROR_OF_MEDIAN * median(deviations) / Math.sqrt(values.length) / middle;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
