package dev.turbobench.metrics.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.metric.LoadTime;
import dev.turbobench.spi.metric.MetricValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadMetricTest {

    private static final TestingCase RECORD =
            TestingCase.of(1, 8, 1, TestingRound.between(0, 100).request(0, 100));

    @Test
    void coldIsTheFirstStartAndWarmTheLast() {
        Map<String, MetricValue> values =
                RECORD.withLoadTime(new LoadTime(2_500_000_000L, 500_000_000L)).compute(new LoadMetric());

        assertThat(values.get("load_cold").value()).isEqualTo(2.5);
        assertThat(values.get("load_warm").value()).isEqualTo(0.5);
    }

    @Test
    void whatWasNotMeasuredSaysWhy() {
        Map<String, MetricValue> once =
                RECORD.withLoadTime(new LoadTime(1, LoadTime.UNKNOWN)).compute(new LoadMetric());

        assertThat(once.get("load_warm").note()).isEqualTo("n/a (the engine was started once)");
        assertThat(RECORD.compute(new LoadMetric()).get("load_cold").isAvailable())
                .isFalse();
    }
}
