package dev.turbobench.spi.report;

import java.io.IOException;

/** Writes one report about several runs. */
@FunctionalInterface
public interface ComparisonReporter {

    /**
     * Write the report. Called once. When this returns, it is durable.
     *
     * @param comparison the runs and how they differ; never {@code null}
     * @throws IOException if the target cannot be written
     */
    void write(RunComparison comparison) throws IOException;
}
