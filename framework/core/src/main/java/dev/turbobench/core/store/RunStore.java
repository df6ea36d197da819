package dev.turbobench.core.store;

import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a run is kept. What cannot be stored is remembered and does not disturb the run. */
public interface RunStore extends AutoCloseable {

    /** Keeps nothing. */
    RunStore NONE = new RunStore() {};

    /** Where it is kept; {@code null} for nowhere. */
    default @Nullable Path folder() {
        return null;
    }

    /** The run starts. */
    default void begin(RunHeader header) {}

    /** A case starts with its first round, warm-up or not. */
    default CaseEvents caseStarted(CaseFacts facts) {
        return CaseEvents.NONE;
    }

    /** A case has ended, whatever its status. */
    default void caseEnded(CaseResult result) {}

    /** The run has ended. */
    default void end(RunSummary summary) {}

    /** What could not be stored. */
    default List<ReporterFailure> failures() {
        return List.of();
    }

    @Override
    default void close() {}
}
