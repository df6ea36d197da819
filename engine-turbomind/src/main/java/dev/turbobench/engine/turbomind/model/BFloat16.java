package dev.turbobench.engine.turbomind.model;

/** The upper half of IEEE 754 binary32: 1 sign bit, 8 exponent bits, 7 fraction bits. */
public final class BFloat16 {

    private BFloat16() {}

    /** Convert exactly. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Round to the nearest value, halves to even; too large becomes infinity. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return (short) ((bits >>> 16) | 0x40);
        }
        int even = (bits >>> 16) & 1;
        return (short) ((bits + 0x7fff + even) >>> 16);
    }
}
