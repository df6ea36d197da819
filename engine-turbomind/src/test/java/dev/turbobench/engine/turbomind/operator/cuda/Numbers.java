package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.model.DataType;

/** 16-bit floating point on the host, rounded to nearest even. */
final class Numbers {

    private Numbers() {}

    static float round(float value, DataType type) {
        return type == DataType.FP32 ? value : value(bits(value, type), type);
    }

    static short bits(float value, DataType type) {
        return type == DataType.BF16 ? toBf16(value) : toFp16(value);
    }

    static float value(short bits, DataType type) {
        return type == DataType.BF16 ? Float.intBitsToFloat(bits << 16) : fromFp16(bits);
    }

    private static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fff;
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static short toFp16(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        double magnitude = Math.abs(value);
        if (Double.isNaN(magnitude)) {
            return (short) 0x7fff;
        }
        if (magnitude >= 65520) {
            return (short) (sign | 0x7c00);
        }
        int exponent = Math.max(-14, Math.getExponent(magnitude));
        // In units of the last place of this exponent; a carry goes into the exponent by itself.
        int units = (int) Math.rint(Math.scalb(magnitude, 10 - exponent));
        return (short) (sign | (units + ((exponent + 14) << 10)));
    }

    private static float fromFp16(short bits) {
        int exponent = (bits >>> 10) & 31;
        int fraction = bits & 1023;
        float magnitude = exponent == 31
                ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                : exponent == 0
                        ? Math.scalb((float) fraction, -24)
                        : Math.scalb((float) (1024 + fraction), exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }
}
