package dev.turbobench.core.store;

import dev.turbobench.core.record.RoundLog;
import dev.turbobench.core.record.StepLog;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.CaseRecord;
import java.util.List;

/**
 * Where the events of a case go. Called between rounds, never while requests run. What cannot be stored is told by {@link
 * RunStore#failures}; the case goes on.
 */
public interface CaseEvents extends AutoCloseable {

    /** Keeps nothing. */
    CaseEvents NONE = new CaseEvents() {};

    /** Rounds that are not measured have ended. */
    default void warmupEnded(List<RoundLog> rounds, StepLog steps) {}

    /**
     * Measured rounds have ended.
     *
     * @param rounds the rounds that the workers made in one go
     * @param steps all steps of the case so far
     * @param wallNanos from before the workers were released to after the last one was done
     * @param memory what the engine holds now
     */
    default void roundsEnded(List<RoundLog> rounds, StepLog steps, long wallNanos, MemoryUsage memory) {}

    /** The last round has ended. */
    default void caseEnded(CaseRecord record) {}

    @Override
    default void close() {}
}
