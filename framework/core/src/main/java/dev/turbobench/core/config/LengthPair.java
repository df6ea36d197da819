package dev.turbobench.core.config;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.error.BenchmarkException;

/**
 * Lengths that belong together.
 *
 * @param promptTokens length of the prompt, at least 1
 * @param completionTokens how many tokens to generate, at least 1
 */
public record LengthPair(int promptTokens, int completionTokens) {

    public LengthPair {
        if (promptTokens < 1) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "prompt-tokens: expected at least 1, found " + promptTokens);
        }
        if (completionTokens < 1) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "completion-tokens: expected at least 1, found " + completionTokens);
        }
        if ((long) promptTokens + completionTokens > Integer.MAX_VALUE) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION,
                    "prompt-tokens and completion-tokens: expected a sum of at most %d, found %d + %d"
                            .formatted(Integer.MAX_VALUE, promptTokens, completionTokens));
        }
    }
}
