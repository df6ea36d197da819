package dev.turbobench.spi.report;

import java.io.IOException;

/**
 * Writes the results of one run to one target.
 *
 * <p>Called from one thread: {@link #begin}, {@link #caseCompleted} for each case, {@link #end}, {@link #close}. A run
 * that is cut off has no {@code end}; what was completed must then be on disk already. A reporter that throws is
 * reported to the user and not called again but for {@code close}; the run and the other reporters go on. Only one that
 * throws from {@code begin} ends the run, because nothing was measured then.
 */
public interface Reporter extends AutoCloseable {

    /**
     * The run starts.
     *
     * @param header what is known before the first case; never {@code null}
     * @throws IOException if the target cannot be written
     */
    void begin(RunHeader header) throws IOException;

    /**
     * A case ended. When this returns, the result is durable.
     *
     * @param result the result; never {@code null}
     * @throws IOException if the target cannot be written
     */
    void caseCompleted(CaseResult result) throws IOException;

    /**
     * The run ended.
     *
     * @param summary everything; never {@code null}
     * @throws IOException if the target cannot be written
     */
    void end(RunSummary summary) throws IOException;

    /**
     * Release the target. Idempotent.
     *
     * @throws IOException if the target cannot be written
     */
    @Override
    void close() throws IOException;
}
