package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftCheckTest {

    private static double[] rounds(Random random, double mean, double deviation) {
        return random.doubles(10, 0, 1)
                .map(unused -> mean * (1 + deviation * random.nextGaussian()))
                .toArray();
    }

    @Test
    void findsDriftBeyondNoiseAndRarelyAnythingElse() {
        Random random = new Random(3);
        int alarms = 0;
        int found = 0;
        for (int trial = 0; trial < 500; trial++) {
            DriftCheck calm = new DriftCheck("c1-p1-g8", rounds(random, 100, 0.01));
            calm.add("in the middle", rounds(random, 100, 0.01));
            calm.add("at the end", rounds(random, 100, 0.01));
            alarms += calm.isDrift() ? 1 : 0;
            DriftCheck drifting = new DriftCheck("c1-p1-g8", rounds(random, 100, 0.01));
            drifting.add("at the end", rounds(random, 105, 0.01));
            found += drifting.isDrift() ? 1 : 0;
        }
        assertThat(alarms).as("of 500").isLessThan(10);
        assertThat(found).as("of 500").isGreaterThan(450);
    }

    @Test
    void saysWhatItFound() {
        DriftCheck check = new DriftCheck("c1-p1-g8", new double[] {100, 101, 99});
        assertThat(check.isComplete()).isFalse();
        check.add("in the middle", new double[] {100, 102, 101});
        check.add("at the end", new double[] {111, 110, 109});
        assertThat(check.isDrift()).isTrue();
        assertThat(check.notice())
                .isEqualTo("drift: rounds of c1-p1-g8 took +1.0% in the middle, +10.0% at the end, compared with the"
                        + " start; cases far apart in time cannot be compared");
    }

    @Test
    void needsMoreWhereThereIsOneRound() {
        DriftCheck check = new DriftCheck("c1-p1-g8", new double[] {100});
        check.add("in the middle", new double[] {109});
        check.failed("at the end");
        assertThat(check.isDrift()).isFalse();
        assertThat(check.notice())
                .isEqualTo(
                        "no drift seen: rounds of c1-p1-g8 took +9.0% in the middle, failed at the end, compared with"
                                + " the start");
    }
}
