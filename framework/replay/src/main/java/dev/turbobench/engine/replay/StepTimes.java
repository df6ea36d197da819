package dev.turbobench.engine.replay;

/**
 * The true times: how long prefill and each step take.
 *
 * <p>Prefill of a request takes {@code ttft + ttftPerToken * prompt}. Its k-th further emission follows the one before
 * after {@code (itl[k mod n] + itlPerSequence * live) * common * own}, where {@code common} is normal noise that all
 * requests with this k in this round share, as they do in a real batch, and {@code own} is noise of this request. Both
 * are multiplied by {@code 1 + (cold - 1) / 2^(round / coldRounds)} and {@code 1 + drift * round}: rounds are counted from
 * 0, for {@code cold} from the last reset. The same seed gives the same times.
 *
 * @param seed where the noise comes from
 * @param ttftNanos prefill without prompt tokens
 * @param ttftPerTokenNanos prefill of a prompt token
 * @param itlNanos steps, repeated over and over
 * @param itlPerSequenceNanos what each live sequence adds to a step
 * @param jitter standard deviation of the common noise, relative
 * @param ownJitter standard deviation of a request's own noise, relative
 * @param cold how much slower the first round is, 1 for not at all
 * @param coldRounds after how many rounds half of that is gone
 * @param drift what each round adds, relative
 */
record StepTimes(
        long seed,
        long ttftNanos,
        long ttftPerTokenNanos,
        long[] itlNanos,
        long itlPerSequenceNanos,
        double jitter,
        double ownJitter,
        double cold,
        double coldRounds,
        double drift) {

    private static final double LEAST_FACTOR = 0.05;

    /** From admission to the first token. */
    long prefill(int promptTokens, int round, int roundSinceReset) {
        return Math.round((ttftNanos + ttftPerTokenNanos * (double) promptTokens) * pace(round, roundSinceReset));
    }

    /** From an emission to the next one. */
    long step(long requestId, int emission, int live, int round, int roundSinceReset) {
        double nanos = itlNanos[(emission - 1) % itlNanos.length] + (double) itlPerSequenceNanos * live;
        double factor = pace(round, roundSinceReset);
        if (jitter > 0) {
            factor *= Math.max(LEAST_FACTOR, 1 + jitter * normal(round, emission));
        }
        if (ownJitter > 0) {
            factor *= Math.max(LEAST_FACTOR, 1 + ownJitter * normal(~requestId, emission));
        }
        return Math.round(nanos * factor);
    }

    /** Whether requests that start together emit together, so that there are steps. */
    boolean inStep() {
        return ownJitter == 0;
    }

    private double pace(int round, int roundSinceReset) {
        double slower = cold == 1 ? 1 : 1 + (cold - 1) * Math.pow(0.5, roundSinceReset / coldRounds);
        return slower * (1 + drift * round);
    }

    /** Box and Muller, 1958, on two hashed uniforms. */
    private double normal(long stream, int emission) {
        long hash = mix(mix(seed + stream * 0x9e3779b97f4a7c15L) + emission);
        double first = ((hash >>> 11) + 1) * 0x1p-53;
        double second = (mix(hash) >>> 11) * 0x1p-53;
        return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
    }

    /** Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: mix64. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
