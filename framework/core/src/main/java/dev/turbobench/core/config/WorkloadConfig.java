package dev.turbobench.core.config;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;

/**
 * The matrix: every concurrency with every pair of lengths.
 *
 * @param concurrency how many requests at the same time
 * @param lengths the lengths of prompt and completion
 * @param sampling how tokens are chosen
 * @param seed where all random numbers of the run come from
 * @param distinctPrompts true to give each request a prompt of its own, false to use one prompt for the whole case
 */
public record WorkloadConfig(
        List<Integer> concurrency,
        List<LengthPair> lengths,
        SamplingParameters sampling,
        long seed,
        boolean distinctPrompts) {

    /** Every request has a thread of its own. */
    private static final int MOST_CONCURRENCY = 8192;

    public WorkloadConfig {
        concurrency = List.copyOf(concurrency);
        lengths = List.copyOf(lengths);
        if (concurrency.isEmpty()) {
            throw new BenchmarkException(INVALID_CONFIGURATION, "concurrency: expected at least one value, found none");
        }
        for (int value : concurrency) {
            if (value < 1) {
                throw new BenchmarkException(INVALID_CONFIGURATION, "concurrency: expected at least 1, found " + value);
            }
            if (value > MOST_CONCURRENCY) {
                throw new BenchmarkException(
                        INVALID_CONFIGURATION,
                        "concurrency: expected at most %d, found %d".formatted(MOST_CONCURRENCY, value));
            }
        }
        if (lengths.isEmpty()) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION,
                    "prompt-tokens and completion-tokens: expected at least one value each, found none");
        }
    }
}
