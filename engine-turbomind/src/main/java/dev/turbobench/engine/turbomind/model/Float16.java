package dev.turbobench.engine.turbomind.model;

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits with a bias of 15, 10 fraction bits. */
public final class Float16 {

    private static final int EXPONENT = 0x7c00;
    private static final int FLOAT_EXPONENT = 0x7f800000;
    /** Moves the exponent from the bias of binary16 to that of binary32: 2^(127 - 15). */
    private static final float REBIAS = 0x1p112f;

    /** Bits of the smallest float that rounds to infinity: 65520, half way between 65504 and 65536. */
    private static final int OVERFLOW = 0x477ff000;
    /** Bits of 2^-14, the smallest normal value. */
    private static final int SMALLEST_NORMAL = 0x38800000;
    /** A float whose last place is worth 2^-24, which is what the last place of a subnormal is worth. */
    private static final float SUBNORMAL_ROUNDER = 0.5f;

    private Float16() {}

    /** Convert exactly; a NaN keeps its payload. */
    public static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int magnitude = (bits & 0x7fff) << 13;
        if ((bits & EXPONENT) == EXPONENT) {
            return Float.intBitsToFloat(sign | FLOAT_EXPONENT | magnitude);
        }
        // Exact for subnormals too: the fraction becomes that of a subnormal float, and the product is a normal float.
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) * REBIAS));
    }

    /** Round to the nearest value, halves to even; too large becomes infinity. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > FLOAT_EXPONENT) {
            return (short) (sign | EXPONENT | 0x200 | ((magnitude >>> 13) & 0x3ff));
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | EXPONENT);
        }
        if (magnitude < SMALLEST_NORMAL) {
            float rounded = Float.intBitsToFloat(magnitude) + SUBNORMAL_ROUNDER;
            return (short) (sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(SUBNORMAL_ROUNDER)));
        }
        int even = (magnitude >>> 13) & 1;
        int rebiased = magnitude - SMALLEST_NORMAL + (1 << 23);
        return (short) (sign | ((rebiased + 0xfff + even) >>> 13));
    }
}
