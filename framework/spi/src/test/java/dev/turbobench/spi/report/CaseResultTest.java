package dev.turbobench.spi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseResultTest {

    private static final MetricDescriptor SPEED = new MetricDescriptor(
            "speed", "Speed", Unit.TOKENS_PER_SECOND, Direction.HIGHER_IS_BETTER, "Tokens by time.");

    @Test
    void findsMetricsById() {
        MetricValue value = MetricValue.of(SPEED, 12.5, 3);
        CaseResult result = result(List.of(value));

        assertThat(result.metric("speed")).contains(value);
        assertThat(result.metric("Speed")).isEmpty();
    }

    @Test
    void keepsWhatItWasGiven() {
        List<MetricValue> values = new ArrayList<>();
        CaseResult result = result(values);

        values.add(MetricValue.notAvailable(SPEED, 0, "none"));

        assertThat(result.metrics()).isEmpty();
    }

    @Test
    void tellsAbsentValuesFromNumbers() {
        assertThat(MetricValue.of(SPEED, 0, 1).isAvailable()).isTrue();
        assertThat(MetricValue.notAvailable(SPEED, 0, "none").isAvailable()).isFalse();
    }

    @Test
    void namesCasesByTheirLoad() {
        CaseSpec spec = new CaseSpec(3, 16, Integer.MAX_VALUE, 2048);

        assertThat(new CaseSpec(3, 16, 128, 2048).label()).isEqualTo("c16-p128-g2048");
        assertThat(spec.sequenceTokens()).isEqualTo(Integer.MAX_VALUE + 2048L);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 1, 1", "0, 0, 1, 1", "0, 1, 0, 1", "0, 1, 1, 0"})
    void refusesCasesThatCannotBe(int index, int concurrency, int promptTokens, int completionTokens) {
        assertThatThrownBy(() -> new CaseSpec(index, concurrency, promptTokens, completionTokens))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CaseResult result(List<MetricValue> metrics) {
        return new CaseResult(new CaseSpec(0, 1, 1, 1), 1, CaseStatus.VALID, List.of(), null, 1, metrics);
    }
}
