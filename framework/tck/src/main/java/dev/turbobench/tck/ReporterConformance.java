package dev.turbobench.tck;

import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReporterFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Extend this in the tests of a reporter: every demand of the contract becomes a test. */
public abstract class ReporterConformance {

    @TempDir
    Path scratch;

    /** Create the test. */
    protected ReporterConformance() {}

    /**
     * Get what creates the reporter.
     *
     * @return the factory; never {@code null}
     */
    protected abstract ReporterFactory factory();

    /**
     * Get the options to run with.
     *
     * @return the options; the defaults by default
     */
    protected Options options() {
        return Options.of("reporter", factory().options(), Map.of());
    }

    @TestFactory
    final Stream<DynamicTest> reporterContract() {
        return DynamicChecks.of(ReporterChecks.of(factory(), options(), scratch));
    }
}
