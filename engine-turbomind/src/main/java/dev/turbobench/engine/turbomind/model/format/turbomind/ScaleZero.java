package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.Float16;

/** A word of {@code scales_zeros}: fp16 bits of 64 plus the zero point below, those of the scale above. */
final class ScaleZero {

    /** Bits of 64; one unit in the last four places is 1. */
    private static final int SIXTY_FOUR = 0x5400;

    private ScaleZero() {}

    static int of(short scale, int zero) {
        return (scale << 16) | SIXTY_FOUR | (zero << 4);
    }

    static short scale(int word) {
        return (short) (word >>> 16);
    }

    /** The zero point, 0 to 15; -1 if the word has another form. */
    static int zero(int word) {
        return (word & 0xff0f) == SIXTY_FOUR ? (word >>> 4) & 0xf : -1;
    }

    /** (value - zero) * scale, rounded to fp16 as the kernels compute it. */
    static short dequantise(int value, int zero, float scale) {
        return Float16.fromFloat((value - zero) * scale);
    }
}
