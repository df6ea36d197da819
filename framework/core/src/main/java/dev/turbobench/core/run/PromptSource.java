package dev.turbobench.core.run;

import dev.turbobench.core.config.WorkloadConfig;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Random;

/**
 * Makes the prompts of a case and the seeds of its requests, from nothing but the seed of the run.
 *
 * <p>Token ids are uniform in [0, 100], or less where the vocabulary is smaller. {@link Random} is used because its
 * algorithm is part of its specification: the same seed gives the same prompts on every machine. Neither depends on the
 * position of the case in the matrix, so a case alone gets what it gets in a matrix.
 */
final class PromptSource {

    private static final int LARGEST_TOKEN = 100;

    private final long seed;
    private final boolean distinct;
    private final int bound;
    private final int length;
    private final int[] shared;

    PromptSource(WorkloadConfig workload, CaseSpec spec, int vocabularySize) {
        this.seed = workload.seed();
        this.distinct = workload.distinctPrompts();
        this.bound = Math.min(LARGEST_TOKEN, vocabularySize - 1) + 1;
        this.length = spec.promptTokens();
        this.shared = tokens(seed);
    }

    /**
     * Get the prompt of a request.
     *
     * @param ordinal number of the request in its case, warm-up included
     * @return the same array for all requests unless prompts are distinct
     */
    int[] prompt(int ordinal) {
        return distinct ? tokens(mix(seed, ordinal)) : shared;
    }

    /** Get the seed of a request. */
    long requestSeed(int ordinal) {
        return mix(~seed, ordinal);
    }

    private int[] tokens(long from) {
        Random random = new Random(from);
        int[] tokens = new int[length];
        for (int i = 0; i < length; i++) {
            tokens[i] = random.nextInt(bound);
        }
        return tokens;
    }

    /** Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: mix64 of the ordinal-th gamma step. */
    private static long mix(long seed, int ordinal) {
        long z = seed + (ordinal + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
