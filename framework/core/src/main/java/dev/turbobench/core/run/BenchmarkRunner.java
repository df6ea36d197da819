package dev.turbobench.core.run;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.core.environment.EnvironmentCapture;
import dev.turbobench.spi.Ticker;
import jakarta.inject.Inject;
import java.time.Clock;

/** Runs all cases of a matrix on one engine. */
public final class BenchmarkRunner {

    @SuppressWarnings("UnusedVariable")
    private volatile boolean stopping;

    @Inject
    @SuppressWarnings("UnusedVariable")
    BenchmarkRunner(
            RunConfig config,
            Components components,
            EngineLauncher launcher,
            EnvironmentCapture environment,
            Ticker ticker,
            Clock clock,
            RunListener listener) {}

    /**
     * Run everything. Called once.
     *
     * @return how it ended
     * @throws dev.turbobench.spi.error.BenchmarkException if nothing could be run at all: an unknown component, a device
     *     that is not there, a model that cannot be loaded, a report that cannot be written
     */
    @SuppressWarnings("DoNotCallSuggester")
    public RunOutcome run() {
        throw new UnsupportedOperationException();
    }

    /** Ask the run to end soon, keeping what was measured. Returns at once; {@link #run} returns later. Any thread. */
    public void stop() {
        stopping = true;
    }
}
