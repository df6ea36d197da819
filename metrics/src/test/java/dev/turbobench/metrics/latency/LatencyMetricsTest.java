package dev.turbobench.metrics.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyMetricsTest {

    private static final Offset<Double> EXACT = within(1e-15);

    /** One request: 4 tokens at once after 100 ns, then 2, 4 and 2 tokens with 20 ns between. */
    private static final TestingCase BURSTS = TestingCase.of(
            1, 8, 12, TestingRound.between(0, 200).request(10, 40, new long[] {110, 130, 150, 170}, new int[] {
                4, 2, 4, 2
            }));

    private static double nanos(Map<String, MetricValue> values, String id) {
        return values.get(id).value() * 1e9;
    }

    @Test
    void timeToFirstTokenIsFromSubmitToTheFirstEmission() {
        Map<String, MetricValue> values = BURSTS.compute(RequestLatencyMetric.firstToken());

        assertThat(nanos(values, "ttft_mean")).isCloseTo(100, within(1e-9));
        assertThat(values.keySet())
                .containsExactly(
                        "ttft_mean",
                        "ttft_p50",
                        "ttft_p75",
                        "ttft_p90",
                        "ttft_p95",
                        "ttft_p99",
                        "ttft_p99_9",
                        "ttft_min",
                        "ttft_max");
    }

    @Test
    void timePerOutputTokenIsOverTheTokensAfterTheFirstEmission() {
        assertThat(nanos(BURSTS.compute(RequestLatencyMetric.perOutputToken()), "tpot_mean"))
                .isCloseTo(60 / 8.0, within(1e-9));
    }

    @Test
    void endToEndIsFromSubmitToFinishAndQueueTimeToAdmission() {
        assertThat(nanos(BURSTS.compute(RequestLatencyMetric.endToEnd()), "e2e_mean"))
                .isCloseTo(160, within(1e-9));
        assertThat(nanos(BURSTS.compute(RequestLatencyMetric.queued()), "queue_max"))
                .isCloseTo(30, within(1e-9));
    }

    @Test
    void interTokenLatencyIsByEmissionAndByToken() {
        Map<String, MetricValue> values = BURSTS.compute(new InterTokenLatencyMetric());

        assertThat(nanos(values, "itl_emission_mean")).isCloseTo(20, within(1e-9));
        assertThat(values.get("itl_emission_mean").samples()).isEqualTo(3);
        assertThat(nanos(values, "itl_token_mean")).isCloseTo(60 / 8.0, within(1e-9));
        assertThat(nanos(values, "itl_token_min")).isCloseTo(5, within(1e-9));
        assertThat(nanos(values, "itl_token_max")).isCloseTo(10, within(1e-9));
        assertThat(values.get("itl_token_mean").samples()).isEqualTo(8);
    }

    @Test
    void oneTokenHasNeitherGapNorTimePerOutputToken() {
        TestingCase record =
                TestingCase.of(1, 8, 1, TestingRound.between(0, 100).request(0, 100));

        assertThat(record.compute(RequestLatencyMetric.perOutputToken())
                        .get("tpot_mean")
                        .note())
                .isEqualTo("n/a (no request has tokens after its first emission)");
        assertThat(record.compute(new InterTokenLatencyMetric()).values()).noneMatch(MetricValue::isAvailable);
    }

    @Test
    void engineWithoutAdmissionHasNoQueueTime() {
        TestingCase record = TestingCase.of(
                1, 8, 1, TestingRound.between(0, 100).request(0, RoundRecord.NONE, new long[] {100}, new int[] {1}));

        assertThat(record.compute(RequestLatencyMetric.queued())
                        .get("queue_mean")
                        .note())
                .isEqualTo("n/a (the engine does not report admission)");
    }

    @Test
    void percentileOfTooFewSamplesIsRefused() {
        TestingRound round = TestingRound.between(0, 1000);
        for (int i = 1; i <= 96; i++) {
            round.request(0, i);
        }
        Map<String, MetricValue> values = TestingCase.of(96, 8, 1, round).compute(RequestLatencyMetric.firstToken());

        assertThat(values.get("ttft_p99").isAvailable()).isFalse();
        assertThat(values.get("ttft_p99").note()).isEqualTo("n/a (n=96 < 473)");
        assertThat(values.get("ttft_p95").value()).isCloseTo(91.25e-9, EXACT);
        Interval interval = Objects.requireNonNull(values.get("ttft_p50").interval());
        assertThat(interval.low()).isCloseTo(38e-9, EXACT);
        assertThat(interval.high()).isCloseTo(59e-9, EXACT);
    }

    @Test
    void gapsOfTheSameStepAreOneIndependentObservation() {
        long[] emissions = LongStream.rangeClosed(1, 101).map(k -> 10 * k).toArray();
        TestingRound round = TestingRound.between(0, 2000);
        for (int i = 0; i < 8; i++) {
            round.request(0, emissions);
        }
        Map<String, MetricValue> values = TestingCase.of(8, 8, 101, round).compute(new InterTokenLatencyMetric());

        assertThat(values.get("itl_token_p95").isAvailable()).isTrue();
        assertThat(values.get("itl_token_p99").note()).isEqualTo("n/a (n=100 < 473)");
        assertThat(values.get("itl_token_p99").samples()).isEqualTo(800);
    }

    @Test
    void meanHasAnIntervalOverRounds() {
        TestingCase record = TestingCase.of(
                1,
                8,
                1,
                TestingRound.between(0, 90).request(0, 90),
                TestingRound.between(100, 200).request(100, 200),
                TestingRound.between(200, 310).request(200, 310));

        MetricValue mean = record.compute(RequestLatencyMetric.firstToken()).get("ttft_mean");

        assertThat(mean.value()).isCloseTo(100e-9, EXACT);
        assertThat(Objects.requireNonNull(mean.interval()).method()).isEqualTo("Student's t over 3 rounds");
        assertThat(mean.interval().high() - mean.interval().low()).isCloseTo(2 * 24.841e-9, within(1e-12));
    }
}
