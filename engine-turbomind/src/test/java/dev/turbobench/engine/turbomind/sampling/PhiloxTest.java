package dev.turbobench.engine.turbomind.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    /** Known answers published with the generator (Random123, kat_vectors, philox4x32 10). */
    @Test
    void knownAnswers() {
        assertThat(Philox.word(0, 0, 0, 0, 0, 0)).isEqualTo(0x6627e8d5);
        assertThat(Philox.word(-1, -1, -1, -1, -1, -1)).isEqualTo(0x408f276d);
        assertThat(Philox.word(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .isEqualTo(0xd16cfe09);
    }

    @Test
    void uniformNumbersAreInRangeAndDiffer() {
        Set<Double> seen = new HashSet<>();
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double value = Philox.uniform(1L << 40, (1L << 33) + i);
            assertThat(value).isBetween(0.0, Math.nextDown(1.0));
            seen.add(value);
            sum += value;
        }
        assertThat(seen).hasSizeGreaterThan(9_990);
        assertThat(sum / 10_000).isBetween(0.485, 0.515);
    }
}
