package dev.turbobench.metrics.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.turbobench.metrics.TestingCase;
import dev.turbobench.metrics.TestingRound;
import dev.turbobench.metrics.stats.Sample;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistributionsTest {

    /** Some requests with gaps of 1 to 2 ms, skewed to the left. */
    private static TestingCase record(int requests, int tokens) {
        SplittableRandom random = new SplittableRandom(3);
        TestingRound round = TestingRound.between(0, 1_000_000_000L);
        for (int i = 0; i < requests; i++) {
            long now = 0;
            long[] emissions = new long[tokens];
            for (int k = 0; k < tokens; k++) {
                double u = random.nextDouble();
                now += 1_000_000 + Math.round(u * u * 1_000_000);
                emissions[k] = now;
            }
            round.request(0, emissions);
        }
        return TestingCase.of(requests, 8, tokens, round);
    }

    private static double valueAt(Distribution distribution, double probability) {
        return distribution.values().get(distribution.probabilities().indexOf(probability));
    }

    @Test
    void fewObservationsAreExactAndEndWhereTheyEnd() {
        TestingCase record = record(20, 2);

        Distribution distribution =
                RequestLatencyMetric.firstToken().distributions(record).get(0);

        Sample sample = RequestTimes.collect(record, RequestTimes::firstToken);
        assertThat(distribution.id()).isEqualTo("ttft");
        assertThat(distribution.samples()).isEqualTo(20);
        assertThat(distribution.probabilities()).startsWith(0.0, 0.1, 0.2).endsWith(0.95);
        assertThat(distribution.probabilities()).isSorted();
        assertThat(valueAt(distribution, 0.75)).isEqualTo(sample.quantile(0.75) / 1e9);
        assertThat(distribution.values()).isSorted();
    }

    @Test
    void manyGapsAreKeptWithThreeDigitsUpToFourNines() {
        TestingCase record = record(50, 401);
        Metric metric = new InterTokenLatencyMetric();

        List<Distribution> distributions = metric.distributions(record);

        assertThat(distributions).extracting(Distribution::id).containsExactly("itl_token", "itl_emission");
        Distribution gaps = distributions.get(0);
        assertThat(gaps.samples()).isEqualTo(20_000);
        assertThat(gaps.probabilities()).contains(0.5, 0.9, 0.95, 0.99, 0.999).endsWith(0.9999);
        for (double u : new double[] {0.2, 0.5, 0.9, 0.99}) {
            // Of u * u below the quantile p the u is p itself.
            double expected = 1e-3 + u * u * 1e-3;
            assertThat(valueAt(gaps, u)).isCloseTo(expected, withinPercentage(1));
        }
    }

    @Test
    void burstsCountOnceForEachTokenAndOnceForTheEmission() {
        TestingCase record = TestingCase.of(
                1, 8, 12, TestingRound.between(0, 200).request(10, 40, new long[] {110, 130, 150, 170}, new int[] {
                    4, 2, 4, 2
                }));

        List<Distribution> distributions = new InterTokenLatencyMetric().distributions(record);

        assertThat(distributions).extracting(Distribution::samples).containsExactly(8L, 3L);
        assertThat(valueAt(distributions.get(0), 0.5)).isEqualTo(7.5e-9);
        assertThat(valueAt(distributions.get(1), 0.5)).isEqualTo(20e-9);
    }

    @Test
    void withoutObservationsThereIsNone() {
        TestingCase record =
                TestingCase.of(1, 8, 2, TestingRound.between(0, 100).failedRequest(0));

        assertThat(new InterTokenLatencyMetric().distributions(record)).isEmpty();
        assertThat(RequestLatencyMetric.endToEnd().distributions(record)).isEmpty();
    }
}
