package dev.turbobench.engine.turbomind.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BFloat16Test {

    @Test
    void convertsEveryPatternAndBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = BFloat16.toFloat((short) bits);
            short back = BFloat16.fromFloat(value);
            if ((bits & 0x7fff) > 0x7f80) {
                assertThat(value).as("%04x", bits).isNaN();
                assertThat(BFloat16.toFloat(back)).as("%04x", bits).isNaN();
            } else {
                assertThat(Float.floatToRawIntBits(value)).isEqualTo(bits << 16);
                assertThat(back).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsHalvesToEvenBetweenAllNeighbours() {
        for (int bits = 0; bits < 0x7f7f; bits++) {
            float middle = Float.intBitsToFloat(bits << 16 | 0x8000);
            int even = bits + (bits & 1);
            assertThat(BFloat16.fromFloat(middle)).as("middle above %04x", bits).isEqualTo((short) even);
            assertThat(BFloat16.fromFloat(-middle)).isEqualTo((short) (even | 0x8000));
            assertThat(BFloat16.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(BFloat16.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3f80",
        "-2.0, c000",
        "3.1415927, 4049",
        "0x1.fffffep127, 7f80",
        "0x1.fefffep127, 7f7f",
        "-Infinity, ff80",
        "-0x0.0p0, 8000",
        "0x1.0p-133, 0001",
        "0x1.0p-134, 0000"
    })
    void roundsKnownValues(String value, String bits) {
        assertThat(BFloat16.fromFloat(Float.parseFloat(value))).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    @Test
    void keepsQuietWhatWouldRoundToInfinity() {
        float nan = Float.intBitsToFloat(0x7f800001);
        assertThat(BFloat16.toFloat(BFloat16.fromFloat(nan))).isNaN();
    }
}
