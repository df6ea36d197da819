package dev.turbobench.engine.turbomind.model.synthetic;

import dev.turbobench.engine.turbomind.model.WeightRole;
import java.nio.charset.StandardCharsets;

/**
 * The values of a synthetic tensor, each computed from its index alone.
 *
 * <p>With all arithmetic on unsigned 64-bit integers modulo 2^64, the value at {@code index = row * columns + column} is
 *
 * <pre>
 * z = seed + (index + 1) * 0x9E3779B97F4A7C15
 * z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
 * z = (z ^ (z >> 27)) * 0x94D049BB133111EB
 * z = z ^ (z >> 31)                                  (SplitMix64)
 * k = (z & 63) + (z >> 6 & 63) + (z >> 12 & 63) + (z >> 18 & 63) - 126
 * value = (base + (k >> shift)) * scale              (k signed, arithmetic shift)
 * </pre>
 *
 * <p>{@code k} is nearly normal with mean 0, standard deviation 36.95 and {@code |k| <= 126}. The scale is a power of 2
 * and the integer has at most 8 bits, so the value is exact in fp32, fp16 and bf16.
 *
 * @param seed first output of SplitMix64 seeded with the FNV-1a hash of the name (UTF-8) of the tensor
 * @param base 0; 128 for norms
 * @param shift 0; 4 for norms
 * @param scale a power of 2: for matrices the one that brings the standard deviation nearest to {@code 1 /
 *     sqrt(columns)}, so that activations keep their size; 2^-11 for biases; 2^-7 for norms, whose values are from 0.9375
 *     to 1.0546875
 */
public record RandomValues(long seed, int base, int shift, float scale) {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    /** {@code sqrt(4 * (64^2 - 1) / 12)}. */
    private static final double DEVIATION = Math.sqrt(1365);

    /**
     * The values of a tensor.
     *
     * @param name its name
     * @param role what it is used for
     * @param columns its number of columns
     */
    static RandomValues of(String name, WeightRole role, int columns) {
        long seed = mix(hash(name) + GAMMA);
        if (role.isNorm()) {
            return new RandomValues(seed, 128, 4, 0x1p-7f);
        }
        if (role.isBias()) {
            return new RandomValues(seed, 0, 0, 0x1p-11f);
        }
        double exponent = Math.log(1 / (Math.sqrt(columns) * DEVIATION)) / Math.log(2);
        return new RandomValues(seed, 0, 0, Math.scalb(1f, (int) Math.rint(exponent)));
    }

    /** Compute one value. */
    public float at(long index) {
        long z = mix(seed + (index + 1) * GAMMA);
        int k = (int) ((z & 63) + (z >>> 6 & 63) + (z >>> 12 & 63) + (z >>> 18 & 63)) - 126;
        return (base + (k >> shift)) * scale;
    }

    private static long mix(long state) {
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
