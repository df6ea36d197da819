package dev.turbobench.spi.engine;

/**
 * A prompt of exact token ids and how to continue it.
 *
 * @param id unique among the requests of an engine
 * @param promptTokens token ids; not copied, nobody may change the array until the request has ended
 * @param maxNewTokens how many tokens to generate, at least 1; with 0 the prompt is only scored
 * @param sampling how to choose tokens
 * @param ignoreEos true to generate exactly {@code maxNewTokens}
 * @param seed seed of this request's random numbers; the same seed gives the same tokens whatever else is in the batch
 * @param logProbabilities whether to report the natural logarithm of the probability of every generated token
 * @param promptLogProbabilities whether to report that of every prompt token but the first
 */
public record GenerationRequest(
        long id,
        int[] promptTokens,
        int maxNewTokens,
        SamplingParameters sampling,
        boolean ignoreEos,
        long seed,
        boolean logProbabilities,
        boolean promptLogProbabilities) {

    public GenerationRequest {
        if (promptTokens.length == 0) {
            throw new IllegalArgumentException("prompt must have at least 1 token");
        }
        if (maxNewTokens < 0 || (maxNewTokens == 0 && !promptLogProbabilities)) {
            throw new IllegalArgumentException("must generate at least 1 token: " + maxNewTokens);
        }
    }
}
