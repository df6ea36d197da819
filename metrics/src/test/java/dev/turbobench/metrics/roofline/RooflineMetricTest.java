package dev.turbobench.metrics.roofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.Roofline.Rates;
import dev.turbobench.spi.engine.Roofline.Work;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RooflineMetricTest {

    private static final long SECOND = 1_000_000_000L;

    /** 100 B of weights (80 + 20), 2 B of KV a token; 40 FLOP in layers, 10 in the head, 1 for each pair. */
    private static final Work WORK = new Work(80, 20, 2, 40, 10, 1);

    private static final Roofline ROOFLINE =
            new Roofline(WORK, new Rates(100, 1000, "datasheet of X"), Rates.unknown("this engine has no probe for X"));

    /** Two requests, prompt 4, 3 tokens: first tokens after 2 s, then one every 4 s. */
    private static final TestingCase RECORD =
            TestingCase.of(2, 4, 3, round(0), round(10 * SECOND)).withRoofline(ROOFLINE);

    private static TestingRound round(long start) {
        long[] emissions = {start + 2 * SECOND, start + 6 * SECOND, start + 10 * SECOND};
        return TestingRound.between(start, start + 10 * SECOND)
                .request(start, emissions)
                .request(start, emissions);
    }

    @Test
    void bandwidthUseIsBytesOfAStepByItsTimeByThePeak() {
        Map<String, MetricValue> values = RECORD.compute(new RooflineMetric());

        // Contexts of the decode steps are 5 and 6 tokens: 100 + 2 * (5.5 + 1) * 2 = 126 B in 4 s at 100 B/s.
        MetricValue mbu = values.get("mbu_datasheet");
        assertThat(mbu.value()).isCloseTo(126 / 4.0 / 100, within(1e-12));
        assertThat(mbu.note()).isEqualTo("datasheet of X");
        assertThat(mbu.byRound()).hasSize(2).allSatisfy(v -> assertThat(v).isCloseTo(0.315, within(1e-12)));
        assertThat(values.get("peak_bandwidth_datasheet").value()).isEqualTo(100);
        assertThat(values.get("peak_compute_datasheet").value()).isEqualTo(1000);
    }

    @Test
    void computeUseIsOperationsByTimeByThePeak() {
        Map<String, MetricValue> values = RECORD.compute(new RooflineMetric());

        // Prefill: 2 * 4 tokens * 40 + 2 * 10 pairs + 2 heads * 10 = 360. Decode: 2 steps of 2 * (50 + 5.5) = 222.
        assertThat(values.get("mfu_prefill_datasheet").value()).isCloseTo(360 / 2.0 / 1000, within(1e-12));
        assertThat(values.get("mfu_datasheet").value()).isCloseTo((360 + 222) / 10.0 / 1000, within(1e-12));
    }

    @Test
    void idealTimeIsTheSumOfTheShortestPrefillAndSteps() {
        Map<String, MetricValue> values = RECORD.compute(new RooflineMetric());

        // Prefill: max(0.32, 0.8) + 0.02 + max(0.02, 0.2). Steps: (100 + 4 * 6) / 100 and (100 + 4 * 7) / 100.
        assertThat(values.get("ideal_time_datasheet").value()).isCloseTo(1.02 + 1.24 + 1.28, within(1e-12));
        assertThat(values.get("ideal_share_datasheet").value()).isCloseTo(0.354, within(1e-12));
    }

    @Test
    void whatIsUnknownSaysWhy() {
        Map<String, MetricValue> values = RECORD.compute(new RooflineMetric());

        assertThat(values.get("mbu_measured").note()).isEqualTo("n/a (this engine has no probe for X)");
        assertThat(values.get("peak_bandwidth_measured").isAvailable()).isFalse();
        TestingCase silent = TestingCase.of(2, 4, 3, round(0));
        assertThat(silent.compute(new RooflineMetric()).values()).noneMatch(MetricValue::isAvailable);
    }

    @Test
    void requestsThatCannotRunTogetherHaveAnIdealTimeButNoBandwidthUse() {
        Map<String, MetricValue> values =
                RECORD.withLimits(new EngineLimits(1, 100, 10, 10)).compute(new RooflineMetric());

        assertThat(values.get("mbu_datasheet").note()).isEqualTo("n/a (only 1 of 2 requests fit at the same time)");
        assertThat(values.get("ideal_time_datasheet").isAvailable()).isTrue();
    }

    @Test
    void failedRequestsHaveNoIdeal() {
        TestingRound round = TestingRound.between(0, 100)
                .failedRequest(0)
                .request(0, RoundRecord.NONE, new long[] {1}, new int[] {3});

        assertThat(TestingCase.of(2, 4, 3, round)
                        .withRoofline(ROOFLINE)
                        .compute(new RooflineMetric())
                        .get("mfu_datasheet"))
                .extracting(MetricValue::note)
                .isEqualTo("n/a (not every request generated what it was to generate)");
    }
}
