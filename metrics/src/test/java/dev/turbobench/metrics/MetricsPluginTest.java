package dev.turbobench.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.option.Options;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
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
    void eachRoundAloneHasTheNumbersThatACaseOfThisRoundHas() {
        TestingRound first = TestingRound.between(0, 1000)
                .request(0, 100, 130, 170)
                .request(10, 120, 150, 200)
                .step(0, 100, 2, 16, 0, 0, 2)
                .step(100, 200, 0, 0, 2, 1, 3);
        TestingRound second = TestingRound.between(1000, 1900)
                .request(1000, 1070, 1130, 1190)
                .request(1000, 1080, 1140, 1210)
                .step(1000, 1100, 1, 8, 1, 0, 4)
                .step(1100, 1200, 0, 0, 1, 0, 3);
        Map<String, Double> ofFirst = valuesById(TestingCase.of(2, 8, 3, first));
        Map<String, Double> ofSecond = valuesById(TestingCase.of(2, 8, 3, second));

        List<MetricValue> both = computeAll(TestingCase.of(2, 8, 3, first, second));
        Set<String> byRound = new HashSet<>();
        for (MetricValue value : both) {
            String id = value.descriptor().id();
            if (!value.byRound().isEmpty()) {
                byRound.add(id);
                assertThat(value.byRound()).as(id).containsExactly(ofFirst.get(id), ofSecond.get(id));
            }
        }
        assertThat(byRound)
                .contains("throughput_out", "throughput_per_user", "ttft_mean", "ttft_max", "tpot_mean", "e2e_mean")
                .contains("itl_token_mean", "itl_emission_min", "queue_mean", "batch_max", "batch_decode_mean")
                .contains(
                        "kv_used_mean",
                        "kv_used_max",
                        "queue_length_max",
                        "preemptions",
                        "legacy_ftl_ave",
                        "legacy_p99")
                .doesNotContain("mem_total", "legacy_mem", "legacy_throughput_out");
    }

    private static Map<String, Double> valuesById(TestingCase record) {
        return computeAll(record).stream()
                .collect(Collectors.toMap(value -> value.descriptor().id(), MetricValue::value));
    }

    @Test
    void percentilesHaveTheirRoundsToo() {
        TestingRound[] rounds = new TestingRound[2];
        for (int r = 0; r < 2; r++) {
            rounds[r] = TestingRound.between(0, 1000);
            for (int i = 1; i <= 9; i++) {
                rounds[r].request(0, i + 10L * r);
            }
        }
        MetricValue median = computeAll(TestingCase.of(9, 8, 1, rounds)).stream()
                .filter(value -> value.descriptor().id().equals("ttft_p50"))
                .findFirst()
                .orElseThrow();

        assertThat(median.value()).isCloseTo(10e-9, within(1e-15));
        assertThat(median.byRound()).containsExactly(5e-9, 15e-9);
    }

    @Test
    void millionGapsGiveTheSameNumbersEachTime() {
        TestingCase record = largeCase();

        assertThat(computeAll(record)).isEqualTo(computeAll(record));
    }
}
