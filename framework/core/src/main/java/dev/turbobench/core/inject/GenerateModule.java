package dev.turbobench.core.inject;

import com.google.inject.AbstractModule;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.core.generate.GenerateRunner;

/** A run of single prompts. */
final class GenerateModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(EngineLauncher.class);
        bind(GenerateRunner.class);
    }
}
