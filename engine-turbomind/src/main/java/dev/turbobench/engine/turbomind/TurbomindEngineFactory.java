package dev.turbobench.engine.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.DEVICE_UNAVAILABLE;
import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.engine.turbomind.device.host.Processor;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.host.HostBackend;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** Creates the engine {@code turbomind}. */
public final class TurbomindEngineFactory implements EngineFactory {

    private static final String CPU = "cpu";

    /** Measured: longer pieces share the reading of weights among no more rows than the operators' tiles. */
    private static final int CPU_PREFILL_TOKENS = 512;

    @Override
    public String name() {
        return "turbomind";
    }

    @Override
    public String description() {
        return "Runs Hugging Face and TurboMind models with continuous batching and a paged KV cache.";
    }

    @Override
    public List<OptionSpec> options() {
        return TurbomindOptions.SPECS;
    }

    @Override
    public List<DeviceOffer> devices(Options options) {
        return List.of(new DeviceOffer(CPU, Processor.description(), Availability.available()));
    }

    @Override
    public Engine create(EngineContext context) {
        if (context.tensorParallelSize() != 1) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "--tp: expected 1, found %d; this version of engine turbomind runs a model on one device"
                            .formatted(context.tensorParallelSize()));
        }
        TurbomindOptions options = TurbomindOptions.of(context.options());
        try (Model model = ModelLoader.open(context.model())) {
            EnginePlan plan = EnginePlan.of(options, context.demand(), model.config(), CPU_PREFILL_TOKENS);
            Backend backend = open(context, options, model, plan);
            try {
                return TurbomindEngine.start(context, model, options, plan, backend);
            } catch (RuntimeException | Error e) {
                backend.close();
                throw e;
            }
        }
    }

    private static Backend open(EngineContext context, TurbomindOptions options, Model model, EnginePlan plan) {
        if (context.device().equals(CPU)) {
            int threads = options.cpuThreads().orElse(Runtime.getRuntime().availableProcessors());
            return HostBackend.open(model, plan.capacity(), threads);
        }
        throw new BenchmarkException(
                DEVICE_UNAVAILABLE, "device: expected %s, found \"%s\"".formatted(CPU, context.device()));
    }
}
