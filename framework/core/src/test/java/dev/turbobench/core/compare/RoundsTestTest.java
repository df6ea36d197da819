package dev.turbobench.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundsTestTest {

    /** One more than the critical value of U in the tables of the two-sided test at 5 %. */
    @ParameterizedTest
    @CsvSource({"8, 8, 14", "10, 10, 24", "8, 12, 23", "20, 20, 128"})
    void ranksOfTheIntervalAreThoseOfTheTables(int n, int m, int rank) {
        assertThat(RoundsTest.intervalRank(n, m)).isEqualTo(rank);
    }

    @Test
    void separatedRoundsHaveTheSmallestValueThatRanksCanGive() {
        double[] a = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] b = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20};

        RoundsTest test = RoundsTest.of(a, b);

        assertThat(test.method()).isEqualTo("Mann-Whitney U");
        assertThat(test.pValue()).isCloseTo(2 / 184_756.0, within(1e-9));
    }

    @Test
    void fewRoundsAreTestedByWelch() {
        // R: t.test(log(c(98, 100, 102)), log(c(103, 105, 107)))
        RoundsTest test = RoundsTest.of(new double[] {98, 100, 102}, new double[] {103, 105, 107});

        assertThat(test.method()).isEqualTo("Welch's t of logarithms");
        double a = (Math.log(98) + Math.log(100) + Math.log(102)) / 3;
        double b = (Math.log(103) + Math.log(105) + Math.log(107)) / 3;
        assertThat(test.ratio()).isCloseTo(Math.exp(b - a), within(1e-12));
        assertThat(test.degreesOfFreedom()).isCloseTo(3.99, within(0.02));
        assertThat(test.pValue()).isBetween(0.03, 0.05);
    }

    @Test
    void equalRoundsDoNotDiffer() {
        double[] same = {5, 5, 5, 5, 5, 5, 5, 5};

        assertThat(RoundsTest.of(same, same).pValue()).isEqualTo(1);
        assertThat(RoundsTest.of(new double[] {5, 5}, new double[] {5, 5}).pValue())
                .isEqualTo(1);
        assertThat(RoundsTest.of(new double[] {5, 5}, new double[] {6, 6}).pValue())
                .isZero();
    }

    @Test
    void disturbedRoundDoesNotMoveTheRatioOfRanks() {
        double[] a = {100, 101, 99, 100.5, 99.5, 100.2, 99.8, 100.1, 99.9, 100.3};
        double[] b = {103, 104, 102, 103.5, 102.5, 103.2, 102.8, 103.1, 102.9, 200};

        assertThat(RoundsTest.of(a, b).ratio()).isCloseTo(1.03, within(0.005));
        assertThat(RoundsTest.of(a, b).pValue()).isLessThan(0.001);
    }

    @Test
    void valuesOfZeroHaveNoRatio() {
        RoundsTest test = RoundsTest.of(new double[] {0, 0, 0}, new double[] {0, 1, 2});

        assertThat(test.ratio()).isNaN();
        assertThat(test.interval()).isNull();
        assertThat(test.pValue()).isBetween(0.05, 1.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 10})
    void intervalCoversTheTrueRatio(int rounds) {
        Random random = new Random(rounds);
        int trials = 2000;
        int covered = 0;
        for (int t = 0; t < trials; t++) {
            double[] a = random.doubles(rounds).toArray();
            double[] b = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                a[r] = 100 * Math.exp(0.015 * random.nextGaussian());
                b[r] = 97 * Math.exp(0.015 * random.nextGaussian());
            }
            var interval = Objects.requireNonNull(RoundsTest.of(a, b).interval());
            if (interval.low() <= 0.97 && 0.97 <= interval.high()) {
                covered++;
            }
        }
        assertThat((double) covered / trials).isBetween(0.93, 0.97);
    }

    @Test
    void correctionIsThatOfBenjaminiAndHochberg() {
        assertThat(FalseDiscovery.adjust(new double[] {0.01, 0.04, 0.03, 0.5}))
                .containsExactly(new double[] {0.04, 0.16 / 3, 0.16 / 3, 0.5}, within(1e-12));
        assertThat(FalseDiscovery.adjust(new double[0])).isEmpty();
    }
}
