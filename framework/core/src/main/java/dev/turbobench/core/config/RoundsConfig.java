package dev.turbobench.core.config;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.error.BenchmarkException;
import java.time.Duration;

/**
 * How often to run each case.
 *
 * @param testRounds measured rounds, at least 1
 * @param warmupRounds rounds of the same shape before them, not measured
 * @param warmupMax how many these may become while rounds still get faster
 * @param start when the workers start the requests of the next round
 * @param stallTimeout after which time without any sign of life from the engine a case fails
 */
public record RoundsConfig(int testRounds, int warmupRounds, int warmupMax, RoundStart start, Duration stallTimeout) {

    /** Long enough for the prefill of a long prompt on a slow machine. */
    public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofMinutes(10);

    /** Most rounds of warm-up if nothing else is said. */
    public static final int DEFAULT_WARMUP_MAX = 20;

    public RoundsConfig {
        if (testRounds < 1) {
            throw new BenchmarkException(INVALID_CONFIGURATION, "test-round: expected at least 1, found " + testRounds);
        }
        if (warmupRounds < 0) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "warmup-round: expected 0 or more, found " + warmupRounds);
        }
        if (warmupMax < warmupRounds) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION,
                    "warmup-max: expected at least the %d of warmup-round, found %d"
                            .formatted(warmupRounds, warmupMax));
        }
        if (stallTimeout.isNegative() || stallTimeout.isZero()) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "stall-timeout: expected more than 0, found " + stallTimeout);
        }
    }

    /** How many rounds of warm-up to expect: two that get no faster, but not more than a fifth of the measured ones. */
    public int expectedWarmupRounds() {
        int extra = Math.min(2, testRounds / 5);
        return Math.min(warmupMax, warmupRounds + extra);
    }

    /** Always the same number of rounds to warm up. */
    public RoundsConfig(int testRounds, int warmupRounds, RoundStart start, Duration stallTimeout) {
        this(testRounds, warmupRounds, warmupRounds, start, stallTimeout);
    }

    public RoundsConfig(int testRounds, int warmupRounds, RoundStart start) {
        this(testRounds, warmupRounds, start, DEFAULT_STALL_TIMEOUT);
    }
}
