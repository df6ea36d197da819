package dev.turbobench.metrics.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.MetricValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputMetricTest {

    private static final long SECOND = 1_000_000_000L;

    /** Two rounds of 2 s and 3 s with a pause between; the second request of the second round fails. */
    private static final TestingCase RECORD = TestingCase.of(
                    2,
                    10,
                    3,
                    TestingRound.between(0, 2 * SECOND)
                            .request(0, SECOND, SECOND + SECOND / 4, SECOND + SECOND / 2)
                            .request(0, SECOND, SECOND + SECOND / 2, 2 * SECOND),
                    TestingRound.between(5 * SECOND, 8 * SECOND)
                            .request(5 * SECOND, 6 * SECOND, 7 * SECOND, 8 * SECOND)
                            .failedRequest(5 * SECOND, 6 * SECOND))
            .withMemory(2, -1, new MemoryUsage(List.of()));

    @Test
    void countsTokensOfRequestsThatSucceededOverTheTimeOfRounds() {
        Map<String, MetricValue> values = RECORD.compute(new ThroughputMetric());

        assertThat(values.get("throughput_out").value()).isCloseTo(9 / 5.0, within(1e-12));
        assertThat(values.get("throughput_total").value()).isCloseTo(39 / 5.0, within(1e-12));
        assertThat(values.get("throughput_per_device").value()).isCloseTo(9 / 10.0, within(1e-12));
        assertThat(values.get("throughput_requests").value()).isCloseTo(3 / 5.0, within(1e-12));
        assertThat(values.get("throughput_out").interval()).isNotNull();
    }

    @Test
    void userSeesTheMeanSpeedAfterTheFirstToken() {
        MetricValue perUser = RECORD.compute(new ThroughputMetric()).get("throughput_per_user");

        assertThat(perUser.value()).isCloseTo((4 + 2 + 1) / 3.0, within(1e-12));
        assertThat(perUser.samples()).isEqualTo(3);
    }
}
