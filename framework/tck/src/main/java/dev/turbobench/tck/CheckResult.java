package dev.turbobench.tck;

/**
 * How a check ended.
 *
 * @param check the check
 * @param outcome how it ended
 * @param message why it failed or was skipped, on one line; empty if it passed
 */
public record CheckResult(Check check, Outcome outcome, String message) {

    /** The ways in which a check can end. */
    public enum Outcome {
        /** The demand is met. */
        PASSED,
        /** The demand is not met. */
        FAILED,
        /** The demand does not apply, or could not be checked here. */
        SKIPPED
    }
}
