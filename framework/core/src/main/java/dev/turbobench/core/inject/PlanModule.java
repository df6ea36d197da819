package dev.turbobench.core.inject;

import com.google.inject.AbstractModule;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.core.plan.PlanRunner;

/** The plan of a run. */
final class PlanModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(EngineLauncher.class);
        bind(PlanRunner.class);
    }
}
