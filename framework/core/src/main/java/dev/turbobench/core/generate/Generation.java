package dev.turbobench.core.generate;

import dev.turbobench.spi.engine.FinishReason;
import java.util.List;

/**
 * What an engine made of one prompt.
 *
 * @param promptTokens token ids of the prompt
 * @param completionTokens generated token ids
 * @param logProbabilities natural logarithm of the probability of each generated token; empty if the engine cannot tell
 * @param promptLogProbabilities that of every prompt token but the first; empty if it was not asked for
 * @param finishReason why it ended
 */
public record Generation(
        List<Integer> promptTokens,
        List<Integer> completionTokens,
        List<Double> logProbabilities,
        List<Double> promptLogProbabilities,
        FinishReason finishReason) {

    public Generation {
        promptTokens = List.copyOf(promptTokens);
        completionTokens = List.copyOf(completionTokens);
        logProbabilities = List.copyOf(logProbabilities);
        promptLogProbabilities = List.copyOf(promptLogProbabilities);
    }
}
