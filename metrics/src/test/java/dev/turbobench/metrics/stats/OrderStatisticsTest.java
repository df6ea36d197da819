package dev.turbobench.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.metric.Interval;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderStatisticsTest {

    private static Sample sample(int n, IntToDoubleFunction values) {
        Sample.Collector collector = new Sample.Collector(1, n);
        for (int i = 0; i < n; i++) {
            collector.add(values.applyAsDouble(i));
        }
        collector.endRound();
        return collector.finish();
    }

    @ParameterizedTest
    @CsvSource({"100, 0.5, 40, 61", "100, 0.95, 90, 100", "1000, 0.99, 983, 997"})
    void ranksAreThoseOfTheBinomialDistribution(int n, double probability, double low, double high) {
        Interval interval = OrderStatistics.interval(sample(n, i -> i + 1), probability);

        assertThat(Objects.requireNonNull(interval).low()).isEqualTo(low);
        assertThat(interval.high()).isEqualTo(high);
    }

    @Test
    void thereIsNoneWhereTheSampleCannotBoundTheQuantile() {
        assertThat(OrderStatistics.interval(sample(100, i -> i), 0.99)).isNull();
        assertThat(OrderStatistics.interval(sample(0, i -> i), 0.5)).isNull();
    }

    @Test
    void observationsOfTheSameStepDoNotMakeItNarrower() {
        Sample alone = sample(100, i -> i);
        Sample.Collector copies = new Sample.Collector(1, 6400);
        for (int i = 0; i < 100; i++) {
            copies.add(i, 64);
        }
        copies.endRound(100);

        assertThat(OrderStatistics.interval(copies.finish(), 0.95)).isEqualTo(OrderStatistics.interval(alone, 0.95));
    }

    @ParameterizedTest
    @CsvSource({"60, 0.5", "200, 0.5", "300, 0.95", "1000, 0.99"})
    void coversTheTrueQuantile(int n, double probability) {
        SplittableRandom random = new SplittableRandom(7L * n);
        double truth = -Math.log1p(-probability);
        int trials = 3000;
        int covered = 0;
        for (int t = 0; t < trials; t++) {
            Sample sample = sample(n, i -> -Math.log1p(-random.nextDouble()));
            Interval interval = Objects.requireNonNull(OrderStatistics.interval(sample, probability));
            if (interval.low() <= truth && truth <= interval.high()) {
                covered++;
            }
        }
        assertThat((double) covered / trials).isBetween(0.93, 0.975);
    }
}
