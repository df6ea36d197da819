package dev.turbobench.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.option.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricsPluginTest {

    private static List<MetricFactory> factories() {
        return ServiceLoader.load(BenchmarkPlugin.class).stream()
                .filter(provider -> provider.type() == MetricsPlugin.class)
                .flatMap(provider -> provider.get().metrics().stream())
                .toList();
    }

    private static List<MetricValue> computeAll(TestingCase record) {
        List<MetricValue> values = new ArrayList<>();
        for (MetricFactory factory : factories()) {
            Options options = Options.of("metric." + factory.name(), factory.options(), Map.of());
            values.addAll(factory.create(options).compute(record));
        }
        return values;
    }

    private static TestingCase largeCase() {
        SplittableRandom random = new SplittableRandom(1);
        TestingRound[] rounds = new TestingRound[10];
        long clock = 0;
        for (int r = 0; r < rounds.length; r++) {
            rounds[r] = TestingRound.between(clock, clock + 3_000_000_000L);
            for (int w = 0; w < 64; w++) {
                long now = clock;
                long[] emissions = new long[2048];
                for (int k = 0; k < emissions.length; k++) {
                    now += 1_000_000 + random.nextLong(100_000);
                    emissions[k] = now;
                }
                rounds[r].request(clock, emissions);
            }
            clock += 3_000_000_000L;
        }
        return TestingCase.of(64, 2048, 2048, rounds);
    }

    @Test
    void everyIdAndNameIsUnique() {
        TestingCase record =
                TestingCase.of(1, 8, 2, TestingRound.between(0, 100).request(0, 50, 100));

        assertThat(factories())
                .extracting(MetricFactory::name)
                .doesNotHaveDuplicates()
                .contains("legacy", "ttft");
        assertThat(computeAll(record))
                .extracting(value -> value.descriptor().id())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(60);
    }

    @Test
    void caseWithoutAnySuccessHasNoNumberThatLooksLikeOne() {
        TestingCase record =
                TestingCase.of(1, 8, 2, TestingRound.between(0, 100).failedRequest(0));

        assertThat(computeAll(record))
                .filteredOn(value -> value.descriptor().id().matches("(ttft|itl|tpot|legacy).*"))
                .noneMatch(MetricValue::isAvailable);
        assertThat(computeAll(record)).noneMatch(value -> Double.isInfinite(value.value()));
    }

    @Test
    void millionGapsTakeSeconds() {
        TestingCase record = largeCase();

        assertTimeout(Duration.ofSeconds(10), () -> {
            List<MetricValue> first = computeAll(record);
            assertThat(computeAll(record)).isEqualTo(first);
        });
    }
}
