package dev.turbobench.metrics.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyMetricTest {

    private static final Metric METRIC =
            new LegacyMetricFactory().create(Options.of("metric.legacy", List.of(), Map.of()));

    @ParameterizedTest
    @CsvSource({"1, 1, 128, 3", "4, 128, 17, 6", "16, 2048, 33, 10", "64, 1, 2, 1"})
    void equalsTheLegacyProcedureWhenEachEmissionHasOneToken(int concurrency, int prompt, int completion, int rounds) {
        TestingCase record = randomCase(concurrency, prompt, completion, rounds);
        LegacyTranscription legacy = new LegacyTranscription(record);

        Map<String, MetricValue> values = record.compute(METRIC);

        assertThat(values.get("legacy_throughput_out").value()).isEqualTo(legacy.throughputOut());
        assertThat(values.get("legacy_throughput_total").value()).isEqualTo(legacy.throughputTotal());
        assertThat(values.get("legacy_ftl_ave").value())
                .isCloseTo(legacy.firstTokenMean(), within(1e-15 * legacy.firstTokenMean()));
        assertThat(values.get("legacy_ftl_min").value()).isEqualTo(legacy.firstTokenMin());
        assertThat(values.get("legacy_ftl_max").value()).isEqualTo(legacy.firstTokenMax());
        assertThat(values.get("legacy_p50").value()).isEqualTo(legacy.percentile(0.50));
        assertThat(values.get("legacy_p75").value()).isEqualTo(legacy.percentile(0.75));
        assertThat(values.get("legacy_p95").value()).isEqualTo(legacy.percentile(0.95));
        assertThat(values.get("legacy_p99").value()).isEqualTo(legacy.percentile(0.99));
    }

    private static TestingCase randomCase(int concurrency, int prompt, int completion, int rounds) {
        SplittableRandom random = new SplittableRandom(31L * concurrency + completion);
        TestingRound[] all = new TestingRound[rounds];
        long clock = -5_000_000_000L;
        for (int r = 0; r < rounds; r++) {
            all[r] = TestingRound.between(clock, clock + 20_000_000_000L);
            for (int w = 0; w < concurrency; w++) {
                long submit = clock + random.nextLong(1_000_000);
                long now = submit;
                long[] emissions = new long[completion];
                for (int k = 0; k < completion; k++) {
                    now += 1 + random.nextLong(20_000_000);
                    emissions[k] = now;
                }
                all[r].request(submit, emissions);
            }
            clock += 20_000_000_123L;
        }
        return TestingCase.of(concurrency, prompt, completion, all);
    }

    @Test
    void percentilesAreTheValueAtTheFlooredIndex() {
        long[] emissions = {10, 11, 13, 16, 20};
        TestingCase record = TestingCase.of(1, 8, 5, TestingRound.between(0, 20).request(0, emissions));

        Map<String, MetricValue> values = record.compute(METRIC);

        assertThat(values.get("legacy_p50").value()).isEqualTo(3 / 1e9);
        assertThat(values.get("legacy_p75").value()).isEqualTo(4 / 1e9);
        assertThat(values.get("legacy_p99").value()).isEqualTo(4 / 1e9);
        assertThat(values.get("legacy_p99").samples()).isEqualTo(4);
    }

    @Test
    void tokensOfBurstShareItsGap() {
        long[] emissions = {100, 108, 116, 124, 132};
        int[] tokens = {1, 4, 4, 4, 4};
        TestingCase record =
                TestingCase.of(1, 8, 17, TestingRound.between(0, 132).request(0, 0, emissions, tokens));

        Map<String, MetricValue> values = record.compute(METRIC);

        assertThat(new LegacyTranscription(record).percentile(0.50))
                .describedAs("what the script printed")
                .isZero();
        assertThat(values.get("legacy_p50").value()).isEqualTo(2 / 1e9);
        assertThat(values.get("legacy_p99").value()).isEqualTo(2 / 1e9);
        assertThat(values.get("legacy_p50").samples()).isEqualTo(16);
    }

    @Test
    void furtherTokensOfTheFirstEmissionHaveNoGap() {
        TestingCase record = TestingCase.of(
                1, 8, 4, TestingRound.between(0, 200).request(0, 0, new long[] {100, 130}, new int[] {3, 1}));

        Map<String, MetricValue> values = record.compute(METRIC);

        assertThat(values.get("legacy_ftl_ave").value()).isEqualTo(100 / 1e9);
        assertThat(values.get("legacy_p50").value()).isEqualTo(30 / 1e9);
        assertThat(values.get("legacy_p50").samples()).isEqualTo(1);
    }

    @Test
    void percentilesOfOneTokenAreTheMeanFirstTokenLatency() {
        TestingCase record = TestingCase.of(
                2, 8, 1, TestingRound.between(0, 300).request(0, 100).request(0, 300));

        Map<String, MetricValue> values = record.compute(METRIC);

        assertThat(List.of("legacy_ftl_ave", "legacy_p50", "legacy_p75", "legacy_p95", "legacy_p99"))
                .allSatisfy(id -> assertThat(values.get(id).value()).isEqualTo(200 / 1e9));
    }

    @Test
    void memoryIsThePeakDividedByTheRanks() {
        TestingCase record = TestingCase.of(
                        1, 8, 1, TestingRound.between(0, 300).request(0, 100))
                .withMemory(4, 10L << 30, new MemoryUsage(List.of()));

        MetricValue memory = record.compute(METRIC).get("legacy_mem");

        assertThat(memory.descriptor().unit()).isEqualTo(Unit.BYTES);
        assertThat(memory.value()).isEqualTo(2.5 * (1L << 30));
    }

    @Test
    void memoryThatWasNotObservedIsNotZero() {
        TestingCase record =
                TestingCase.of(1, 8, 1, TestingRound.between(0, 300).request(0, 100));

        MetricValue memory = record.compute(METRIC).get("legacy_mem");

        assertThat(memory.isAvailable()).isFalse();
        assertThat(memory.note()).contains("could not be observed");
    }

    @Test
    void failedRequestsDoNotCount() {
        TestingCase record = TestingCase.of(
                2,
                8,
                2,
                TestingRound.between(0, 1_000_000_000).request(0, 100, 110).failedRequest(0, 1, 999_999_999));

        Map<String, MetricValue> values = record.compute(METRIC);

        assertThat(values.get("legacy_throughput_out").value()).isEqualTo(2.0);
        assertThat(values.get("legacy_ftl_min").value()).isEqualTo(100 / 1e9);
        assertThat(values.get("legacy_p99").value()).isEqualTo(10 / 1e9);
    }

    @Test
    void withoutAnySuccessThereAreNoNumbers() {
        TestingCase record =
                TestingCase.of(1, 8, 2, TestingRound.between(0, 100).failedRequest(0));

        assertThat(METRIC.compute(record)).hasSize(10).noneMatch(MetricValue::isAvailable);
    }
}
