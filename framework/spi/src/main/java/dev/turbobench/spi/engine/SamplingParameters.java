package dev.turbobench.spi.engine;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.spi.error.BenchmarkException;

/**
 * How the next token is chosen from the logits: divide by the temperature, keep the {@code topK} largest, of these keep
 * the smallest set whose probabilities add up to {@code topP}, draw from it.
 *
 * @param topK how many tokens to keep; 1 is greedy, 0 keeps all
 * @param topP probability mass to keep, greater than 0 and at most 1
 * @param temperature greater than 0, or 0 for greedy
 */
public record SamplingParameters(int topK, double topP, double temperature) {

    /** The most likely token, always. */
    public static final SamplingParameters GREEDY = new SamplingParameters(1, 1.0, 1.0);

    public SamplingParameters {
        if (topK < 0) {
            throw new BenchmarkException(INVALID_OPTION, "top_k: expected 0 or more, found " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new BenchmarkException(INVALID_OPTION, "top_p: expected more than 0 and at most 1, found " + topP);
        }
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new BenchmarkException(INVALID_OPTION, "temperature: expected 0 or more, found " + temperature);
        }
    }

    /**
     * Tell whether the choice is always the most likely token.
     *
     * @return true if no random number is needed
     */
    public boolean isGreedy() {
        return topK == 1 || temperature == 0;
    }
}
