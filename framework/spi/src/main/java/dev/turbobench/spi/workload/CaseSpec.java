package dev.turbobench.spi.workload;

/**
 * One case of the matrix: a fixed batch with fixed lengths.
 *
 * @param index position in the matrix, from 0
 * @param concurrency how many requests run at the same time, at least 1
 * @param promptTokens length of every prompt in tokens, at least 1
 * @param completionTokens how many tokens every request generates, at least 1
 */
public record CaseSpec(int index, int concurrency, int promptTokens, int completionTokens) {

    public CaseSpec {
        if (index < 0 || concurrency < 1 || promptTokens < 1 || completionTokens < 1) {
            throw new IllegalArgumentException("concurrency and lengths must be positive: (%d) %d x (%d, %d)"
                    .formatted(index, concurrency, promptTokens, completionTokens));
        }
    }

    /**
     * Get the name that output and files use for this case.
     *
     * @return for example {@code c16-p128-g2048}
     */
    public String label() {
        return "c%d-p%d-g%d".formatted(concurrency, promptTokens, completionTokens);
    }

    /**
     * Get the longest sequence of the case.
     *
     * @return prompt plus completion, in tokens
     */
    public long sequenceTokens() {
        return (long) promptTokens + completionTokens;
    }
}
