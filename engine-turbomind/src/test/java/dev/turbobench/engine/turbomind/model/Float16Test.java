package dev.turbobench.engine.turbomind.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float16Test {

    @Test
    void convertsEveryPatternAsTheStandardDefinesIt() {
        for (int bits = 0; bits < 0x10000; bits++) {
            double expected = defined(bits);
            float actual = Float16.toFloat((short) bits);
            if (Double.isNaN(expected)) {
                assertThat(actual).as("%04x", bits).isNaN();
            } else {
                assertThat(Double.doubleToRawLongBits(actual))
                        .as("%04x", bits)
                        .isEqualTo(Double.doubleToRawLongBits(expected));
            }
        }
    }

    /** {@code (-1)^s 2^(e - 15) 1.f}, {@code (-1)^s 2^-14 0.f} if e is 0, infinity or NaN if e is 31. */
    private static double defined(int bits) {
        double sign = bits >>> 15 == 0 ? 1 : -1;
        int exponent = bits >>> 10 & 31;
        int fraction = bits & 1023;
        if (exponent == 31) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0
                ? sign * fraction * Math.pow(2, -24)
                : sign * (1024 + fraction) * Math.pow(2, exponent - 25);
    }

    @Test
    void roundTripsEveryPattern() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = Float16.toFloat((short) bits);
            short back = Float16.fromFloat(value);
            if (Float.isNaN(value)) {
                assertThat(Float16.toFloat(back)).as("%04x", bits).isNaN();
            } else {
                assertThat(back).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsHalvesToEvenBetweenAllNeighbours() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = Float16.toFloat((short) bits);
            float high = Float16.toFloat((short) (bits + 1));
            float middle = low + (high - low) / 2;
            int even = bits + (bits & 1);
            assertThat(Float16.fromFloat(middle)).as("middle above %04x", bits).isEqualTo((short) even);
            assertThat(Float16.fromFloat(-middle)).isEqualTo((short) (even | 0x8000));
            assertThat(Float16.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(Float16.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x1.0p0, 3c00", "-0x1.0p1, c000", "0x1.ffcp15, 7bff", "0x1.ffdffep15, 7bff", "0x1.ffep15, 7c00",
        "0x1.0p-24, 0001", "0x1.0p-25, 0000", "0x1.000002p-25, 0001", "0x1.0p-149, 0000", "-0x0.0p0, 8000",
        "Infinity, 7c00", "-Infinity, fc00", "0x1.fffffep127, 7c00", "0x1.555556p-2, 3555"
    })
    void roundsKnownValues(String value, String bits) {
        assertThat(Float16.fromFloat(Float.parseFloat(value))).isEqualTo((short) Integer.parseInt(bits, 16));
    }
}
