package dev.turbobench.core.plan;

import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What a run is going to do.
 *
 * @param info what is going to run
 * @param limits within which batches run together
 * @param notices what users must know
 * @param loadNanos how long the engine took to start
 * @param trials how many small batches were run to estimate times
 * @param cases the cases in order
 * @param warmupRounds expected rounds of warm-up of a case
 * @param rounds measured rounds of a case
 * @param variation expected coefficient of variation of the rounds of a case
 * @param variationStated true if the user stated it, false if it was measured in the trials
 */
public record RunPlan(
        EngineInfo info,
        EngineLimits limits,
        List<String> notices,
        long loadNanos,
        int trials,
        List<PlannedCase> cases,
        int warmupRounds,
        int rounds,
        double variation,
        boolean variationStated) {

    private static final double LEVEL = 0.95;

    /**
     * One case.
     *
     * @param spec the case
     * @param feasibility whether its requests can run together
     * @param roundNanos expected time of a round; empty if it cannot run
     */
    public record PlannedCase(CaseSpec spec, Feasibility feasibility, OptionalLong roundNanos) {

        /** KV tokens that all requests need at the same time; the last generated token needs no place. */
        public long kvTokens() {
            return spec.concurrency() * (spec.sequenceTokens() - 1);
        }

        /** Tokens of one round. */
        public long tokens() {
            return spec.concurrency() * spec.sequenceTokens();
        }
    }

    public RunPlan {
        notices = List.copyOf(notices);
        cases = List.copyOf(cases);
    }

    /** Expected time of all cases, warm-up included and loading not. */
    public long totalNanos() {
        return cases.stream()
                .mapToLong(planned -> planned.roundNanos().orElse(0) * (warmupRounds + rounds))
                .sum();
    }

    /**
     * Expected half width of the 95 % interval of throughputs and means, as a part of the value: {@code t * variation /
     * sqrt(rounds)} with Student's t of {@code rounds - 1} degrees of freedom; empty with a single round.
     */
    public OptionalDouble halfWidth() {
        return rounds < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(TDistribution.of(rounds - 1.0).inverseSurvivalProbability((1 - LEVEL) / 2)
                        * variation
                        / Math.sqrt(rounds));
    }
}
