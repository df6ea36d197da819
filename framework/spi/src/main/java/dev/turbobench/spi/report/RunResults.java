package dev.turbobench.spi.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was stored, with everything that was measured in it.
 *
 * @param header what was known before the first case
 * @param summary what was known after the last case; {@code null} if the run was cut off before it could say so
 * @param results every result, in the order in which the cases ended
 */
public record RunResults(RunHeader header, @Nullable RunSummary summary, List<CaseResult> results) {

    public RunResults {
        results = List.copyOf(results);
    }

    /**
     * Create the results of a run that ended.
     *
     * @param header what was known before the first case; never {@code null}
     * @param summary what was known after the last case; never {@code null}
     * @return the results; never {@code null}
     */
    public static RunResults ended(RunHeader header, RunSummary summary) {
        return new RunResults(header, summary, summary.results());
    }

    /**
     * Create the results of a run that was cut off.
     *
     * @param header what was known before the first case; never {@code null}
     * @param results the cases that had ended; never {@code null}
     * @return the results; never {@code null}
     */
    public static RunResults cutOff(RunHeader header, List<CaseResult> results) {
        return new RunResults(header, null, results);
    }

    /**
     * Tell whether the run did all that it was to do.
     *
     * @return false if it was cut off or interrupted
     */
    public boolean isComplete() {
        return summary != null && !summary.interrupted();
    }

    /**
     * Find the result of a case, whatever its position in the matrix.
     *
     * @param concurrency how many requests ran at the same time
     * @param promptTokens length of every prompt in tokens
     * @param completionTokens how many tokens every request generated
     * @return the last such result; empty if there is none
     */
    public Optional<CaseResult> find(int concurrency, int promptTokens, int completionTokens) {
        return results.stream()
                .filter(result -> result.spec().concurrency() == concurrency
                        && result.spec().promptTokens() == promptTokens
                        && result.spec().completionTokens() == completionTokens)
                .reduce((earlier, later) -> later);
    }
}
