package dev.turbobench.core.run;

import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;

/**
 * Hears about a run while it goes on, to show it to the user.
 *
 * <p>Called from the thread of the run and never while requests are running, so that time spent here is not measured. For
 * a display that moves during a round, poll the {@link RunProgress} from a thread of your own.
 */
public interface RunListener {

    /** Shows nothing. */
    RunListener NONE = new RunListener() {};

    /** The engine is loaded and the reporters have begun. */
    default void engineReady(RunHeader header, RunProgress progress) {}

    /** A case starts with its warm-up. Not called for cases that are skipped or fail before. */
    default void caseStarted(CaseSpec spec) {}

    /** The warm-up of a case has ended, also when it has no rounds. */
    default void warmupFinished(CaseSpec spec) {}

    /**
     * A measured round has ended.
     *
     * @param spec the case
     * @param round index from 0
     * @param completionTokens tokens received in the round
     * @param elapsedNanos from the start of the round to its end
     */
    default void roundFinished(CaseSpec spec, int round, long completionTokens, long elapsedNanos) {}

    /** A case has ended, was skipped or failed. */
    default void caseFinished(CaseResult result) {}

    /** The reporters have ended. */
    default void runFinished(RunSummary summary) {}
}
