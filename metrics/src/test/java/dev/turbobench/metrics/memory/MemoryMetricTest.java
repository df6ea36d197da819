package dev.turbobench.metrics.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.MetricValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryMetricTest {

    private static final TestingCase RECORD =
            TestingCase.of(1, 8, 1, TestingRound.between(0, 100).request(0, 100));

    @Test
    void showsTheRankThatHoldsMost() {
        Map<String, MetricValue> values = RECORD.withMemory(
                        2,
                        -1,
                        new MemoryUsage(List.of(
                                new MemoryUsage.Rank("gpu 0", 100, 1000, 10, 20, 3),
                                new MemoryUsage.Rank("gpu 1", 100, 1000, 500, 21, 3))))
                .compute(new MemoryMetric());

        assertThat(values.get("mem_total").value()).isEqualTo(1124);
        assertThat(values.get("mem_kv_live").value()).isEqualTo(500);
        assertThat(values.get("mem_workspace").value()).isEqualTo(21);
    }

    @Test
    void liveKvIsThatOfTheStepWithMostBlocks() {
        TestingCase record = TestingCase.of(
                        1,
                        8,
                        1,
                        TestingRound.between(0, 100).request(0, 100).step(0, 50, 1, 8, 0, 0, 2),
                        TestingRound.between(100, 200).request(100, 200).step(100, 150, 1, 8, 0, 0, 3))
                .withLimits(new EngineLimits(8, 100, 10, 4))
                .withMemory(1, -1, new MemoryUsage(List.of(new MemoryUsage.Rank("gpu 0", 100, 1000, 0, 20, 3))));

        MetricValue live = record.compute(new MemoryMetric()).get("mem_kv_live");

        assertThat(live.value()).isEqualTo(300);
        assertThat(live.byRound()).containsExactly(200.0, 300.0);
    }

    @Test
    void engineWithoutMemoryReportHasNone() {
        assertThat(RECORD.compute(new MemoryMetric()).values()).hasSize(6).noneMatch(MetricValue::isAvailable);
    }
}
