package dev.turbobench.metrics.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.metric.MetricValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {

    private static TestingRound round() {
        return TestingRound.between(0, 100).request(0, 10, 100).request(0, 20, 100);
    }

    private static final TestingCase RECORD = TestingCase.of(
                    2,
                    8,
                    2,
                    round().step(0, 10, 1, 8, 0, 1, 2)
                            .step(10, 20, 1, 8, 1, 0, 4)
                            .step(20, 50, 0, 0, 2, 0, 6))
            .withLimits(new EngineLimits(4, 64, 8, 16));

    @Test
    void batchIsThatOfTheSteps() {
        Map<String, MetricValue> values = RECORD.compute(new BatchMetric());

        assertThat(values.get("batch_max").value()).isEqualTo(2);
        assertThat(values.get("batch_decode_mean").value()).isCloseTo((10 + 60) / 40.0, within(1e-12));
        assertThat(values.get("batch_full_share").value()).isCloseTo(30 / 40.0, within(1e-12));
        assertThat(values.get("queue_length_max").value()).isEqualTo(1);
    }

    @Test
    void cacheUseIsWeightedByTime() {
        Map<String, MetricValue> values = RECORD.compute(new KvCacheMetric());

        assertThat(values.get("kv_used_max").value()).isEqualTo(6 / 8.0);
        assertThat(values.get("kv_used_mean").value()).isCloseTo((10 * 2 + 10 * 4 + 30 * 6) / 50.0 / 8, within(1e-12));
        assertThat(values.get("preemptions").value()).isZero();
    }

    @Test
    void engineWithoutStepsHasNeither() {
        TestingCase record = TestingCase.of(2, 8, 2, round());

        assertThat(record.compute(new BatchMetric()).values())
                .hasSize(4)
                .allSatisfy(value -> assertThat(value.note()).isEqualTo("n/a (the engine does not report its steps)"));
        assertThat(record.compute(new KvCacheMetric()).get("kv_used_max").isAvailable())
                .isFalse();
    }
}
