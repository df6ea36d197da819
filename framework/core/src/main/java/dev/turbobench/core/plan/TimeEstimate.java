package dev.turbobench.core.plan;

import dev.turbobench.spi.workload.CaseSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the time of a round from the rounds seen so far, and so corrects itself while the run goes on.
 *
 * <p>The model of a round: {@code a * completion + b * completion * concurrency + c * prompt * concurrency}, that is a
 * price for each decode step, for each generated token and for each prompt token. The prices are those, not negative,
 * with the least squared relative error over the rounds seen, pulled a little towards equal shares so that they are
 * defined before the rounds tell them apart. For a case that has been seen itself, the mean of its rounds is taken.
 * Not thread-safe.
 */
public final class TimeEstimate {

    private static final int FEATURES = 3;
    private static final int SWEEPS = 200;
    private static final double PULL = 1e-3;

    private final Map<CaseSpec, Observation> observations = new HashMap<>();
    private double @Nullable [] prices;

    /** Take note of a round, warm-up or measured. */
    public void observe(CaseSpec spec, long nanos) {
        observations.computeIfAbsent(spec, key -> new Observation()).add(nanos);
        prices = null;
    }

    /** Estimate one round of a case; empty before the first observation. */
    public OptionalLong round(CaseSpec spec) {
        Observation own = observations.get(spec);
        if (own != null) {
            return OptionalLong.of(Math.round(own.mean()));
        }
        if (observations.isEmpty()) {
            return OptionalLong.empty();
        }
        double[] known = prices;
        if (known == null) {
            known = fitPrices();
            prices = known;
        }
        double[] features = features(spec);
        double nanos = 0;
        for (int i = 0; i < FEATURES; i++) {
            nanos += known[i] * features[i];
        }
        return OptionalLong.of(Math.round(nanos));
    }

    private static double[] features(CaseSpec spec) {
        double concurrency = spec.concurrency();
        return new double[] {
            spec.completionTokens(), spec.completionTokens() * concurrency, spec.promptTokens() * concurrency
        };
    }

    /** Coordinate descent on sum over cases of (prices . features / mean - 1)^2 + PULL * |prices - prior|^2 / prior^2. */
    private double[] fitPrices() {
        double[] prior = new double[FEATURES];
        observations.forEach((spec, observation) -> {
            double[] features = features(spec);
            for (int i = 0; i < FEATURES; i++) {
                prior[i] += observation.mean() / features[i] / FEATURES / observations.size();
            }
        });
        double[] fitted = prior.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < FEATURES; i++) {
                fitted[i] = bestPrice(i, fitted, prior);
            }
        }
        return fitted;
    }

    private double bestPrice(int index, double[] current, double[] prior) {
        double pull = PULL / (prior[index] * prior[index]);
        double numerator = pull * prior[index];
        double denominator = pull;
        for (Map.Entry<CaseSpec, Observation> entry : observations.entrySet()) {
            double[] features = features(entry.getKey());
            double mean = entry.getValue().mean();
            double others = 0;
            for (int i = 0; i < FEATURES; i++) {
                if (i != index) {
                    others += current[i] * features[i] / mean;
                }
            }
            double own = features[index] / mean;
            numerator += own * (1 - others);
            denominator += own * own;
        }
        return Math.max(0, numerator / denominator);
    }

    private static final class Observation {

        private double sum;
        private int count;

        void add(long nanos) {
            sum += Math.max(1, nanos);
            count++;
        }

        double mean() {
            return sum / count;
        }
    }
}
