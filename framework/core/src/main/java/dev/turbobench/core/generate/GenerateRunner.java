package dev.turbobench.core.generate;

import dev.turbobench.core.engine.EngineLauncher;
import jakarta.inject.Inject;
import java.util.List;

/** Runs prompts in one batch on an engine of its own. */
public final class GenerateRunner {

    @Inject
    @SuppressWarnings("UnusedVariable")
    GenerateRunner(EngineLauncher launcher) {}

    /**
     * Run the prompts.
     *
     * @return one result for each prompt, in order
     * @throws dev.turbobench.spi.error.BenchmarkException if the engine cannot be started or a request fails
     */
    @SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
    public List<Generation> generate(GenerateConfig config) {
        throw new UnsupportedOperationException();
    }
}
