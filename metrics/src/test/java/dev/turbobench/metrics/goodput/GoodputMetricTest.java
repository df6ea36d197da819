package dev.turbobench.metrics.goodput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoodputMetricTest {

    private static final long MILLI = 1_000_000L;

    /** TTFT 100, 200 and 300 ms; TPOT 10, 50 and 10 ms; and one that failed. */
    private static final TestingCase RECORD = TestingCase.of(
            4,
            8,
            2,
            TestingRound.between(0, 1000 * MILLI)
                    .request(0, 100 * MILLI, 110 * MILLI)
                    .request(0, 200 * MILLI, 250 * MILLI)
                    .request(0, 300 * MILLI, 310 * MILLI)
                    .failedRequest(0, 1));

    private static Map<String, MetricValue> goodput(Map<String, String> limits) {
        GoodputMetricFactory factory = new GoodputMetricFactory();
        Map<String, OptionValue> given = new LinkedHashMap<>();
        limits.forEach((name, text) -> given.put(name, new OptionValue(text, OptionSource.COMMAND_LINE)));
        return RECORD.compute(factory.create(Options.of("metric.goodput", factory.options(), given)));
    }

    @Test
    void countsRequestsThatKeptEveryLimit() {
        Map<String, MetricValue> values = goodput(Map.of("ttft", "0.2", "tpot", "0.04"));

        assertThat(values.get("goodput_requests").value()).isCloseTo(1, within(1e-12));
        assertThat(values.get("goodput_tokens").value()).isCloseTo(2, within(1e-12));
        assertThat(values.get("goodput_share").value()).isCloseTo(0.25, within(1e-12));
        assertThat(values.get("goodput_share").descriptor().definition())
                .contains("with TTFT <= 0.2 s and TPOT <= 0.04 s");
    }

    @Test
    void limitsIncludeTheirValue() {
        assertThat(goodput(Map.of("ttft", "0.2")).get("goodput_share").value()).isCloseTo(0.5, within(1e-12));
        assertThat(goodput(Map.of("e2e", "0.31")).get("goodput_share").value()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void withoutLimitsThereIsNothingToCount() {
        assertThat(goodput(Map.of())).isEmpty();
    }
}
