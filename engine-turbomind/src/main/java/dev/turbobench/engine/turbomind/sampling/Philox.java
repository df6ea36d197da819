package dev.turbobench.engine.turbomind.sampling;

/** Philox-4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). */
public final class Philox {

    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final long MASK = 0xFFFFFFFFL;

    private Philox() {}

    /** The first output word for a counter and a key, each given as little-endian words. */
    public static int word(int counter0, int counter1, int counter2, int counter3, int key0, int key1) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < 10; round++) {
            long product0 = MULTIPLIER_0 * (c0 & MASK);
            long product1 = MULTIPLIER_1 * (c2 & MASK);
            int next0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            int next2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c1 = (int) product1;
            c3 = (int) product0;
            c0 = next0;
            c2 = next2;
            k0 += KEY_STEP_0;
            k1 += KEY_STEP_1;
        }
        return c0;
    }

    /** Draw a number from 0 inclusive to 1 exclusive: the first word of counter {@code draw} and key {@code seed}. */
    public static double uniform(long seed, long draw) {
        int word = word((int) draw, (int) (draw >>> 32), 0, 0, (int) seed, (int) (seed >>> 32));
        return (word & MASK) * 0x1p-32;
    }
}
