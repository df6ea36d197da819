package dev.turbobench.core.run;

import java.util.OptionalLong;

/** How far a run is. Cheap, and safe to read from any thread while the run goes on. */
public interface RunProgress {

    /** Number of cases in the matrix. */
    int cases();

    /** Number of cases that have ended, whatever their status. */
    int casesFinished();

    /** True while the current case runs its warm-up. */
    boolean warmingUp();

    /** Measured rounds of a case. */
    int rounds();

    /** Measured rounds of the current case that have ended. */
    int roundsFinished();

    /** Tokens that the current case has received in warm-up and measured rounds. */
    long completionTokens();

    /** Tokens that the current case will have received when it has ended. */
    long expectedCompletionTokens();

    /** Estimated time until the last case ends; empty until a first round has ended. */
    OptionalLong remainingNanos();
}
