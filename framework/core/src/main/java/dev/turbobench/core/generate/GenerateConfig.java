package dev.turbobench.core.generate;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;

/**
 * Prompts to run once, in one batch.
 *
 * @param engine what to run
 * @param prompts token ids of each prompt
 * @param completionTokens how many tokens to generate; 0 only if prompts are scored
 * @param sampling how tokens are chosen
 * @param ignoreEos true to generate exactly {@code completionTokens}
 * @param seed where random numbers come from
 * @param score whether to report the log-probability of every prompt token but the first
 */
public record GenerateConfig(
        EngineSelection engine,
        List<List<Integer>> prompts,
        int completionTokens,
        SamplingParameters sampling,
        boolean ignoreEos,
        long seed,
        boolean score) {

    public GenerateConfig {
        prompts = prompts.stream().map(List::copyOf).toList();
        if (prompts.isEmpty() || prompts.stream().anyMatch(List::isEmpty)) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "prompt-ids: expected at least one token id in each prompt, found none");
        }
        if (completionTokens < 0 || (completionTokens == 0 && !score)) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "completion-tokens: expected at least 1, found " + completionTokens);
        }
    }
}
