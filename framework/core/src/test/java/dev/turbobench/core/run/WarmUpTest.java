package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WarmUpTest {

    private static final double MILLI = 1e6;

    private static WarmUp warmUp(int least, int most) {
        return new WarmUp(new RoundsConfig(10, least, most, RoundStart.TOGETHER, RoundsConfig.DEFAULT_STALL_TIMEOUT));
    }

    private static int rounds(WarmUp warmUp, IntToDoubleFunction nanos) {
        int round = 0;
        while (!warmUp.isOver()) {
            warmUp.add(Math.round(nanos.applyAsDouble(round)));
            round++;
        }
        return round;
    }

    @Test
    void endsAfterTwoRoundsThatAreNoFaster() {
        assertThat(rounds(warmUp(1, 20), round -> 10 * MILLI)).isEqualTo(3);
        assertThat(rounds(warmUp(0, 20), round -> round == 0 ? 50 * MILLI : 10 * MILLI))
                .isEqualTo(4);
        assertThat(rounds(warmUp(5, 20), round -> 10 * MILLI)).isEqualTo(5);
    }

    @Test
    void goesOnWhileRoundsGetFaster() {
        // 2.5, 1.75, 1.375 ... times as slow as in the end: 2% are left after the seventh halving.
        int rounds = rounds(warmUp(1, 20), round -> 10 * MILLI * (1 + 1.5 * Math.pow(0.5, round)));
        assertThat(rounds).isBetween(8, 9);
    }

    @Test
    void endsSoonWhereThereIsOnlyNoise() {
        Random random = new Random(1);
        int most = 0;
        for (int trial = 0; trial < 1000; trial++) {
            most = Math.max(most, rounds(warmUp(1, 20), round -> 10 * MILLI * (1 + 0.2 * random.nextDouble())));
        }
        assertThat(most).isLessThan(13);
    }

    @Test
    void takesNoMoreThanAFifthOfTheMeasuredTime() {
        // Rounds of 10 s: two of ten beyond the minimum.
        WarmUp slow = warmUp(1, 20);
        assertThat(rounds(slow, round -> 10e9 * Math.pow(0.9, round))).isEqualTo(3);
        assertThat(slow.note())
                .hasValue("not warm: the last of 3 warm-up rounds still was 10% faster than the one before "
                        + "(9.000 s, 8.100 s); raise --warmup-round");
    }

    @Test
    void saysNothingWhereItWasWarmOrFixed() {
        WarmUp warm = warmUp(1, 20);
        rounds(warm, round -> 10 * MILLI);
        assertThat(warm.note()).isEmpty();
        WarmUp fixed = warmUp(2, 2);
        assertThat(rounds(fixed, round -> 10 * MILLI * Math.pow(0.5, round))).isEqualTo(2);
        assertThat(fixed.note()).isEmpty();
        assertThat(rounds(warmUp(0, 0), round -> 1)).isZero();
        WarmUp capped = warmUp(1, 4);
        assertThat(rounds(capped, round -> 10 * MILLI * Math.pow(0.5, round))).isEqualTo(4);
        assertThat(capped.note()).isPresent();
    }
}
