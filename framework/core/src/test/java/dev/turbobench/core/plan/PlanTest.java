package dev.turbobench.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.WorkloadConfig;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;
import java.util.function.ToLongFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Matrix LEGACY = Matrix.of(new WorkloadConfig(
            List.of(1, 16, 32, 64),
            List.of(
                    new LengthPair(1, 128),
                    new LengthPair(128, 128),
                    new LengthPair(128, 2048),
                    new LengthPair(2048, 128),
                    new LengthPair(2048, 2048)),
            SamplingParameters.GREEDY,
            0,
            false));

    @Test
    void expandsTheMatrixInLegacyOrder() {
        assertThat(LEGACY.cases()).hasSize(20);
        assertThat(LEGACY.cases())
                .extracting(CaseSpec::label)
                .startsWith("c1-p1-g128", "c1-p128-g128", "c1-p128-g2048", "c1-p2048-g128", "c1-p2048-g2048")
                .endsWith("c64-p2048-g2048");
        assertThat(LEGACY.cases().get(7).index()).isEqualTo(7);
        assertThat(LEGACY.demand()).isEqualTo(new Demand(64, 4096));
    }

    @Test
    void takesTheDemandFromDifferentCases() {
        Matrix matrix = new Matrix(List.of(new CaseSpec(0, 8, 1, 1), new CaseSpec(1, 1, 500, 20)));
        assertThat(matrix.demand()).isEqualTo(new Demand(8, 520));
    }

    @Test
    void predictsQueueing() {
        CaseSpec spec = new CaseSpec(0, 64, 2048, 2048);
        assertThat(Feasibility.of(spec, new EngineLimits(64, 4096, 64 * 64, 64)))
                .isInstanceOf(Feasibility.Together.class);
        // The published table: 1000 blocks of 128 tokens for 64 sequences of 4096.
        assertThat(Feasibility.of(spec, new EngineLimits(128, 4096, 1000, 128)))
                .isEqualTo(
                        new Feasibility.Queues(
                                "expected to queue: 31 of 64 sequences of 4096 tokens fit, because the KV cache holds 128000 tokens"));
        assertThat(Feasibility.of(spec, new EngineLimits(48, 4096, 10_000, 128)))
                .isEqualTo(
                        new Feasibility.Queues(
                                "expected to queue: 48 of 64 sequences of 4096 tokens fit, because max_batch_size is 48; the engine's options raise it"));
    }

    @Test
    void predictsWhatCanNeverRun() {
        CaseSpec spec = new CaseSpec(0, 1, 2048, 2048);
        assertThat(Feasibility.of(spec, new EngineLimits(64, 4095, 10_000, 64)))
                .isEqualTo(new Feasibility.Impossible(
                        "a sequence of 2048 + 2048 tokens is longer than the 4095 tokens that the engine allows"));
        assertThat(Feasibility.of(spec, new EngineLimits(64, 4096, 31, 128)))
                .isEqualTo(new Feasibility.Impossible(
                        "a sequence of 2048 + 2048 tokens does not fit into the KV cache of 3968 tokens"));
    }

    @Test
    void knowsNothingBeforeTheFirstRound() {
        RemainingTime remaining = new RemainingTime(LEGACY.cases(), 7);
        assertThat(remaining.nanos(0)).isEmpty();
        remaining.observe(LEGACY.cases().get(0), 1_000_000);
        assertThat(remaining.nanos(1)).isPresent();
    }

    @Test
    void countsTheRoundsThatAreLeft() {
        List<CaseSpec> cases = List.of(new CaseSpec(0, 1, 8, 8), new CaseSpec(1, 2, 8, 8));
        RemainingTime remaining = new RemainingTime(cases, 4);
        remaining.observe(cases.get(0), 100);
        remaining.observe(cases.get(1), 200);
        assertThat(remaining.nanos(1.5)).hasValue(250 + 800);
        remaining.finished(cases.get(0));
        assertThat(remaining.nanos(4)).hasValue(0);
        remaining.finished(cases.get(1));
        assertThat(remaining.nanos(0)).hasValue(0);
    }

    @Test
    void learnsTheCostOfTokensOnAnEngineThatComputesOneSequenceAfterTheOther() {
        assertLearns(spec -> spec.concurrency() * (40_000L * spec.completionTokens() + 20_000L * spec.promptTokens()));
    }

    @Test
    void learnsTheCostOfStepsOnAnEngineThatComputesBatchesAtOnce() {
        assertLearns(spec -> 5_000_000L * spec.completionTokens()
                + spec.concurrency() * (30_000L * spec.completionTokens() + 50_000L * spec.promptTokens()));
    }

    /** After the cases of two concurrencies, those of the other two are predicted within 20%. */
    private static void assertLearns(ToLongFunction<CaseSpec> nanos) {
        TimeEstimate estimate = new TimeEstimate();
        LEGACY.cases().subList(0, 10).forEach(spec -> estimate.observe(spec, nanos.applyAsLong(spec)));
        long expected = 0;
        long estimated = 0;
        for (CaseSpec spec : LEGACY.cases().subList(10, 20)) {
            expected += nanos.applyAsLong(spec);
            estimated += estimate.round(spec).orElseThrow();
        }
        assertThat(estimated).isCloseTo(expected, Percentage.withPercentage(20));
    }
}
