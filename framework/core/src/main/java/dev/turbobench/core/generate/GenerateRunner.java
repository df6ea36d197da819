package dev.turbobench.core.generate;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;
import static dev.turbobench.spi.error.StandardErrorCode.REQUEST_INVALID;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.component.HostedEngine;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.core.engine.EngineLaunch;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Runs prompts in one batch on an engine of its own. */
public final class GenerateRunner {

    private final EngineLauncher launcher;

    @Inject
    GenerateRunner(EngineLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * Run the prompts.
     *
     * @return what ran, and one generation for each prompt, in order
     * @throws BenchmarkException if the engine cannot be started or a request fails
     */
    public GenerateResult generate(GenerateConfig config) {
        EngineLaunch launch = launcher.prepare(config.engine());
        try (Engine engine = launch.start(demand(config), StepSink.NONE)) {
            EngineInfo info = engine.info();
            checkRequests(config, info);
            List<GenerationCollector> collectors = new ArrayList<>();
            for (List<Integer> prompt : config.prompts()) {
                GenerationRequest request = request(collectors.size(), prompt, config, info);
                GenerationCollector collector = new GenerationCollector(prompt, config.score());
                submit(engine, request, collector);
                collectors.add(collector);
            }
            List<Generation> generations = new ArrayList<>();
            for (GenerationCollector collector : collectors) {
                generations.add(
                        collector.await(() -> HostedEngine.deathOf(engine), RoundsConfig.DEFAULT_STALL_TIMEOUT));
            }
            List<String> notices = new ArrayList<>(launch.notices());
            notices.addAll(engine.notices());
            return new GenerateResult(info, notices, generations);
        }
    }

    private static Demand demand(GenerateConfig config) {
        int longest = config.prompts().stream().mapToInt(List::size).max().orElseThrow();
        return new Demand(config.prompts().size(), Math.addExact(longest, config.completionTokens()));
    }

    private static void checkRequests(GenerateConfig config, EngineInfo info) {
        if (config.score() && !info.capabilities().contains(Capability.PROMPT_LOG_PROBABILITIES)) {
            throw new BenchmarkException(
                    MODEL_UNSUPPORTED, "score: the engine does not report log-probabilities of prompt tokens");
        }
        for (List<Integer> prompt : config.prompts()) {
            for (int token : prompt) {
                if (token < 0 || token >= info.vocabularySize()) {
                    throw new BenchmarkException(
                            REQUEST_INVALID,
                            "prompt-ids: expected token ids from 0 to %d, found %d"
                                    .formatted(info.vocabularySize() - 1, token));
                }
            }
        }
    }

    private static GenerationRequest request(int index, List<Integer> prompt, GenerateConfig config, EngineInfo info) {
        return new GenerationRequest(
                index,
                prompt.stream().mapToInt(Integer::intValue).toArray(),
                config.completionTokens(),
                config.sampling(),
                config.ignoreEos(),
                config.seed() + index,
                info.capabilities().contains(Capability.LOG_PROBABILITIES) && config.completionTokens() > 0,
                config.score());
    }

    private static void submit(Engine engine, GenerationRequest request, GenerationCollector collector) {
        try {
            engine.submit(request, collector);
        } catch (RuntimeException e) {
            throw Failures.ofPlugin("engine: prompt %d".formatted(request.id() + 1), e);
        }
    }
}
