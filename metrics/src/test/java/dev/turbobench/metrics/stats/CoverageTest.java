package dev.turbobench.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.metric.Interval;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often intervals contain the truth, over simulated cases with the noise of rounds and steps as engines have it. */
class CoverageTest {

    private static final int CASES = 2000;
    private static final int STEPS = 256;

    /** Gaps of steps: each hangs together with the one before, and a whole round can be slower than another. */
    private record Noise(double correlation, double ofRound, double ofStep) {

        Sample draw(Random random, int rounds) {
            Sample.Collector collector = new Sample.Collector(rounds, rounds * STEPS);
            for (int r = 0; r < rounds; r++) {
                double round = ofRound * random.nextGaussian();
                double step = random.nextGaussian();
                for (int k = 0; k < STEPS; k++) {
                    step = correlation * step + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                    collector.add(10 + round + ofStep * step);
                }
                collector.endRound();
            }
            return collector.finish();
        }

        double quantile(double z) {
            return 10 + z * Math.hypot(ofRound, ofStep);
        }
    }

    private static boolean covers(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0.9, 0, 0.5, 0",
        "10, 0.9, 0, 0.5, 0",
        "10, 0.95, 0, 0.9, 1.2815515655446",
        "10, 0.8, 0, 0.95, 1.6448536269515",
        "10, 0.5, 0.5, 0.5, 0",
        "20, 0.9, 0.3, 0.95, 1.6448536269515"
    })
    void percentilesOfGapsThatHangTogether(int rounds, double correlation, double ofRound, double p, double z) {
        Noise noise = new Noise(correlation, ofRound, 1);
        Random random = new Random(11);
        int covered = 0;
        for (int c = 0; c < CASES; c++) {
            Interval interval = OrderStatistics.interval(noise.draw(random, rounds), p);
            covered += interval == null || covers(interval, noise.quantile(z)) ? 1 : 0;
        }
        assertThat((double) covered / CASES).isBetween(0.93, 0.97);
    }

    @Test
    void takingThemAsIndependentWouldPromiseTooMuch() {
        Noise noise = new Noise(0.9, 0, 1);
        Random random = new Random(12);
        int covered = 0;
        for (int c = 0; c < 500; c++) {
            Sample sample = noise.draw(random, 10);
            Sample.Collector asOneRound = new Sample.Collector(1, sample.size());
            for (int i = 0; i < sample.size(); i++) {
                asOneRound.add(sample.sorted(i));
            }
            asOneRound.endRound();
            Interval interval = Objects.requireNonNull(OrderStatistics.interval(asOneRound.finish(), 0.5));
            covered += covers(interval, noise.quantile(0)) ? 1 : 0;
        }
        assertThat(covered / 500.0).isLessThan(0.7);
    }

    @ParameterizedTest
    @CsvSource({"3, 0.9, 0", "6, 0.9, 0.5", "10, 0.5, 0.5", "20, 0.9, 0"})
    void means(int rounds, double correlation, double ofRound) {
        Noise noise = new Noise(correlation, ofRound, 1);
        Random random = new Random(13);
        int covered = 0;
        for (int c = 0; c < CASES; c++) {
            Interval interval =
                    Objects.requireNonNull(noise.draw(random, rounds).mean().interval());
            covered += covers(interval, 10) ? 1 : 0;
        }
        assertThat((double) covered / CASES).isBetween(0.93, 0.97);
    }
}
