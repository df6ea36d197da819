package dev.turbobench.core.inject;

import com.google.inject.AbstractModule;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.core.environment.EnvironmentCapture;
import dev.turbobench.core.run.BenchmarkRunner;
import dev.turbobench.core.run.RunListener;

/** A run of the benchmark. */
final class RunModule extends AbstractModule {

    private final RunConfig config;
    private final RunListener listener;

    RunModule(RunConfig config, RunListener listener) {
        this.config = config;
        this.listener = listener;
    }

    @Override
    protected void configure() {
        bind(RunConfig.class).toInstance(config);
        bind(RunListener.class).toInstance(listener);
        bind(EngineLauncher.class);
        bind(EnvironmentCapture.class);
        bind(BenchmarkRunner.class);
    }
}
