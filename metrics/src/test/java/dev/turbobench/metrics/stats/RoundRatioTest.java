package dev.turbobench.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.metric.Interval;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRatioTest {

    /** Tokens per second with 2048 tokens a round that takes 30 s, give or take 3 %. */
    private static RoundRatio randomRounds(Random random, int rounds) {
        double[] tokens = new double[rounds];
        double[] seconds = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            tokens[r] = 2048;
            seconds[r] = 30 * (1 + 0.03 * random.nextGaussian());
        }
        return new RoundRatio(tokens, seconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 10, 20})
    void coversTheTrueThroughput(int rounds) {
        Random random = new Random(rounds);
        double truth = 2048 / 30.0;
        int trials = 2000;
        int covered = 0;
        for (int t = 0; t < trials; t++) {
            Interval interval =
                    Objects.requireNonNull(randomRounds(random, rounds).interval());
            if (interval.low() <= truth && truth <= interval.high()) {
                covered++;
            }
        }
        assertThat((double) covered / trials).isBetween(0.93, 0.97);
    }

    @Test
    void isTheRatioOfSumsNotTheMeanOfRatios() {
        assertThat(new RoundRatio(new double[] {10, 10}, new double[] {1, 4}).value())
                .isEqualTo(4);
    }

    @Test
    void fewRoundsHaveStudentsInterval() {
        RoundRatio mean = new RoundRatio(new double[] {9, 10, 11}, new double[] {1, 1, 1});

        Interval interval = Objects.requireNonNull(mean.interval());

        double half = 4.302652729911275 / Math.sqrt(3);
        assertThat(interval.low()).isCloseTo(10 - half, within(1e-9));
        assertThat(interval.high()).isCloseTo(10 + half, within(1e-9));
        assertThat(interval.method()).isEqualTo("Student's t over 3 rounds");
    }

    @Test
    void givesTheSameIntervalEachTime() {
        RoundRatio ratio = randomRounds(new Random(1), 10);

        assertThat(ratio.interval()).isEqualTo(ratio.interval());
        assertThat(Objects.requireNonNull(ratio.interval()).method()).isEqualTo("bootstrap over 10 rounds");
    }

    @Test
    void oneRoundHasNoInterval() {
        assertThat(new RoundRatio(new double[] {1}, new double[] {1}).interval())
                .isNull();
    }

    @Test
    void equalRoundsHaveAnIntervalWithoutWidth() {
        Interval interval =
                Objects.requireNonNull(new RoundRatio(new double[] {6, 6, 6}, new double[] {2, 2, 2}).interval());

        assertThat(interval.low()).isEqualTo(3);
        assertThat(interval.high()).isEqualTo(3);
    }
}
