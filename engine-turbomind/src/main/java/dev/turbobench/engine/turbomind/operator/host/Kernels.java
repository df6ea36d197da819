package dev.turbobench.engine.turbomind.operator.host;

/**
 * Inner loops. They work on whole arrays without offsets because only then does HotSpot turn them into vector
 * instructions. Every element is one chain of fused multiply-adds in the order of the terms, so that it does not matter
 * how many terms a call takes.
 */
final class Kernels {

    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0x1.63p-1f;
    private static final float LN2_LOW = -2.1219444e-4f;

    /** 1.5 * 2^23: adding it rounds a float to a whole number in the low bits. */
    private static final float ROUND = 12582912f;

    private Kernels() {}

    /**
     * {@code sums[j] += sum over k of x[first + k] * rows[k][j]}, in the order of {@code k}.
     *
     * @param count number of terms
     * @param width leading elements to work on
     */
    static void accumulate(float[] sums, int width, float[][] rows, float[] x, int first, int count) {
        accumulate(sums, width, rows, 0, x, first, count);
    }

    /** As above with {@code rows[firstRow + k]}. */
    static void accumulate(float[] sums, int width, float[][] rows, int firstRow, float[] x, int first, int count) {
        int k = 0;
        if (width >= 128) {
            for (; k + 8 <= count; k += 8) {
                accumulate8(sums, width, rows, firstRow + k, x, first + k);
            }
        }
        for (; k + 4 <= count; k += 4) {
            accumulate4(sums, width, rows, firstRow + k, x, first + k);
        }
        for (; k < count; k++) {
            accumulate1(sums, width, rows[firstRow + k], x[first + k]);
        }
    }

    static void accumulate8(float[] sums, int width, float[][] rows, int row, float[] x, int first) {
        float[] w0 = rows[row];
        float[] w1 = rows[row + 1];
        float[] w2 = rows[row + 2];
        float[] w3 = rows[row + 3];
        float[] w4 = rows[row + 4];
        float[] w5 = rows[row + 5];
        float[] w6 = rows[row + 6];
        float[] w7 = rows[row + 7];
        float x0 = x[first];
        float x1 = x[first + 1];
        float x2 = x[first + 2];
        float x3 = x[first + 3];
        float x4 = x[first + 4];
        float x5 = x[first + 5];
        float x6 = x[first + 6];
        float x7 = x[first + 7];
        for (int j = 0; j < width; j++) {
            sums[j] = Math.fma(
                    x7,
                    w7[j],
                    Math.fma(
                            x6,
                            w6[j],
                            Math.fma(
                                    x5,
                                    w5[j],
                                    Math.fma(
                                            x4,
                                            w4[j],
                                            Math.fma(
                                                    x3,
                                                    w3[j],
                                                    Math.fma(
                                                            x2,
                                                            w2[j],
                                                            Math.fma(x1, w1[j], Math.fma(x0, w0[j], sums[j]))))))));
        }
    }

    private static void accumulate4(float[] sums, int width, float[][] rows, int row, float[] x, int first) {
        float[] w0 = rows[row];
        float[] w1 = rows[row + 1];
        float[] w2 = rows[row + 2];
        float[] w3 = rows[row + 3];
        float x0 = x[first];
        float x1 = x[first + 1];
        float x2 = x[first + 2];
        float x3 = x[first + 3];
        for (int j = 0; j < width; j++) {
            sums[j] = Math.fma(x3, w3[j], Math.fma(x2, w2[j], Math.fma(x1, w1[j], Math.fma(x0, w0[j], sums[j]))));
        }
    }

    private static void accumulate1(float[] sums, int width, float[] w, float x) {
        for (int j = 0; j < width; j++) {
            sums[j] = Math.fma(x, w[j], sums[j]);
        }
    }

    /**
     * {@code e^x} for {@code x <= 0} (reduction by ln 2 in two parts and the polynomial of
     * Cephes' expf); 0 below -87.
     */
    static float exp(float x) {
        if (x < -87f) {
            return 0f;
        }
        float rounded = x * LOG2_E + ROUND;
        float n = rounded - ROUND;
        float r = x - n * LN2_HIGH - n * LN2_LOW;
        float p = 1.9875691E-4f;
        p = p * r + 1.3981999E-3f;
        p = p * r + 8.333452e-3f;
        p = p * r + 4.1665796E-2f;
        p = p * r + 0.16666666f;
        p = p * r + 0.5f;
        p = p * r * r + r + 1f;
        return p * Float.intBitsToFloat(((int) n + 127) << 23);
    }

    /** {@code x / (1 + e^-x)}. */
    static float silu(float x) {
        float e = exp(-Math.abs(x));
        return x >= 0 ? x / (1f + e) : x * e / (1f + e);
    }
}
