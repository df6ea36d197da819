package dev.turbobench.engine.turbomind;

import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates engines through the public factory. */
public final class TestingEngines {

    private TestingEngines() {}

    /** Create an engine on the CPU; options are {@code name=value}. */
    public static Engine cpu(String model, Demand demand, String... options) {
        return cpu(model, demand, StepSink.NONE, options);
    }

    public static Engine cpu(String model, Demand demand, StepSink steps, String... options) {
        return new TurbomindEngineFactory().create(context(model, "cpu", 1, demand, steps, options));
    }

    /** Create an engine on the first GPU. */
    public static Engine cuda(String model, Demand demand, String... options) {
        return new TurbomindEngineFactory().create(context(model, "cuda", 1, demand, StepSink.NONE, options));
    }

    public static EngineContext context(
            String model, String device, int ranks, Demand demand, StepSink steps, String... options) {
        Map<String, OptionValue> values = new LinkedHashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            values.put(
                    option.substring(0, equals),
                    new OptionValue(option.substring(equals + 1), OptionSource.COMMAND_LINE));
        }
        return new EngineContext(
                model,
                device,
                ranks,
                demand,
                Options.of("engine.turbomind", new TurbomindEngineFactory().options(), values),
                Path.of("target", "cache"),
                System::nanoTime,
                steps);
    }

    public static GenerationRequest greedy(long id, int[] prompt, int newTokens) {
        return new GenerationRequest(id, prompt, newTokens, SamplingParameters.GREEDY, true, 0, true, true);
    }
}
