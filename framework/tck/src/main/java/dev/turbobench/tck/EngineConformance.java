package dev.turbobench.tck;

import dev.turbobench.spi.engine.EngineFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extend this in the tests of an engine: every demand of the contract becomes a test.
 *
 * <p>Each test loads the model anew, so it should be a small one.
 */
public abstract class EngineConformance {

    @TempDir
    Path cacheDirectory;

    /** Create the test. */
    protected EngineConformance() {}

    /**
     * Get what creates the engine.
     *
     * @return the factory; never {@code null}
     */
    protected abstract EngineFactory factory();

    /**
     * Get a small model for the engine.
     *
     * @return the model as users write it; never {@code null}
     */
    protected abstract String model();

    /**
     * Get the device to run on.
     *
     * @return a name that the factory offers; empty, which is the default, for the first that is available
     */
    protected String device() {
        return "";
    }

    /**
     * Get the options to run with.
     *
     * @return values by name; empty by default
     */
    protected Map<String, String> options() {
        return Map.of();
    }

    /**
     * Get how long a small request may take.
     *
     * @return 60 seconds by default
     */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    @TestFactory
    final Stream<DynamicTest> engineContract() {
        EngineSubject subject = new EngineSubject(factory(), model(), device(), options(), cacheDirectory, patience());
        return DynamicChecks.of(EngineChecks.of(subject));
    }
}
