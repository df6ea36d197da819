package dev.turbobench.core.run;

import dev.turbobench.core.config.RoundsConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides when a case is warm.
 *
 * <p>What warms up - compilers, caches, clocks - makes rounds faster and faster, so a case is warm when two rounds in a
 * row were not faster than the fastest before them by more than 2%. Noise that slows a round down cannot prolong the
 * warm-up, and noise alone ends it soon. Beyond the minimum it takes at most a fifth of the time that the measured rounds
 * are going to take, or a second if that is more.
 */
final class WarmUp {

    private static final double LEAST_GAIN = 0.02;
    private static final int QUIET_ROUNDS = 2;
    private static final double SHARE_OF_TEST = 0.2;
    private static final long LEAST_BUDGET_NANOS = Duration.ofSeconds(1).toNanos();

    private final RoundsConfig config;
    private int rounds;
    private int quiet;
    private long fastest = Long.MAX_VALUE;
    private long last;
    private long before;
    private long extraNanos;

    WarmUp(RoundsConfig config) {
        this.config = config;
    }

    /** Take note of a round. */
    void add(long nanos) {
        rounds++;
        quiet = rounds > 1 && nanos >= fastest * (1 - LEAST_GAIN) ? quiet + 1 : 0;
        fastest = Math.min(fastest, nanos);
        before = last;
        last = nanos;
        extraNanos += rounds > config.warmupRounds() ? nanos : 0;
    }

    boolean isOver() {
        if (rounds < config.warmupRounds()) {
            return false;
        }
        if (rounds >= config.warmupMax() || quiet >= QUIET_ROUNDS) {
            return true;
        }
        double budget = Math.max((double) LEAST_BUDGET_NANOS, SHARE_OF_TEST * config.testRounds() * last);
        return extraNanos + last > budget;
    }

    /** What readers must know about a warm-up that ended too early; nothing if its length was fixed. */
    Optional<String> note() {
        boolean fixed = config.warmupMax() == config.warmupRounds();
        if (fixed || rounds < 2 || quiet > 0) {
            return Optional.empty();
        }
        return Optional.of(
                "not warm: the last of %d warm-up rounds still was %.0f%% faster than the one before (%.3f s, %.3f s); raise --warmup-round"
                        .formatted(rounds, 100.0 * (before - last) / before, before / 1e9, last / 1e9));
    }
}
