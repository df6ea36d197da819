package dev.turbobench.engine.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.DEVICE_UNAVAILABLE;
import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.device.cuda.CudaAvailability;
import dev.turbobench.engine.turbomind.device.host.Processor;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.format.turbomind.EngineSettings;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.cuda.CudaBackend;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.Optional;

/** Creates the engine {@code turbomind}. */
public final class TurbomindEngineFactory implements EngineFactory {

    private static final String CPU = "cpu";
    private static final String CUDA = "cuda";

    /** Many tiles of rows, yet little memory. Not tuned by measurement. */
    private static final int CPU_PREFILL_TOKENS = 512;

    /** The products are at their best from 2048 rows on; more rows share the reading of weights among more prompts. */
    private static final int CUDA_PREFILL_TOKENS = 8192;

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
        CudaAvailability.Finding gpus =
                CudaAvailability.find(LibraryLocator.ofMachine(TurbomindOptions.libraries(options)));
        return List.of(
                new DeviceOffer(CUDA, gpus.description(), gpus.availability()),
                new DeviceOffer(CPU, Processor.description(), Availability.available()));
    }

    @Override
    public Engine create(EngineContext context) {
        if (context.tensorParallelSize() != 1 && !context.device().equals(CPU)) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "--tp: expected 1 on device %s, found %d; this version of engine turbomind splits models on the cpu only"
                            .formatted(context.device(), context.tensorParallelSize()));
        }
        try (Model model = ModelLoader.open(context.model())) {
            Optional<EngineSettings> settings =
                    EngineSettings.of(context.model(), TurbomindOptions.compatibility(context.options()));
            TurbomindOptions options = settings.map(found -> TurbomindOptions.of(context.options(), found))
                    .orElseGet(() -> TurbomindOptions.of(context.options()));
            Optional<KvScales> kvScales = settings.flatMap(found -> found.kvScales(context.model()));
            int prefillTokens = context.device().equals(CPU) ? CPU_PREFILL_TOKENS : CUDA_PREFILL_TOKENS;
            EnginePlan plan = EnginePlan.of(options, context.demand(), model.config(), prefillTokens);
            RankGroup ranks = open(context, options, model, plan, kvScales);
            try {
                return TurbomindEngine.start(context, model, options, plan, ranks);
            } catch (RuntimeException | Error e) {
                ranks.close();
                throw e;
            }
        }
    }

    private static RankGroup open(
            EngineContext context,
            TurbomindOptions options,
            Model model,
            EnginePlan plan,
            Optional<KvScales> kvScales) {
        return switch (context.device()) {
            case CPU -> {
                int threads = options.cpuThreads().orElse(Runtime.getRuntime().availableProcessors());
                yield RankGroup.onHost(
                        model,
                        plan.capacity(),
                        threads,
                        context.tensorParallelSize(),
                        options.rankPatience(),
                        kvScales);
            }
            case CUDA -> {
                refuseOnCuda(context, model.config(), plan, kvScales);
                yield RankGroup.solo(model, openCuda(context, options, model, plan));
            }
            default ->
                throw new BenchmarkException(
                        DEVICE_UNAVAILABLE,
                        "device: expected %s or %s, found \"%s\"".formatted(CUDA, CPU, context.device()));
        };
    }

    /** What only the CPU computes. */
    private static void refuseOnCuda(
            EngineContext context, ModelConfig config, EnginePlan plan, Optional<KvScales> kvScales) {
        if (kvScales.isPresent()) {
            throw new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "device cuda: an int8 KV cache (quant_policy = 4 in config.ini) is supported on device cpu only; set it to 0 or use --device cpu");
        }
        int demanded = context.demand().sequenceTokens();
        int longest = demanded > 0 ? demanded : plan.capacity().maxSequenceTokens();
        if (config.lognAttention() && longest > config.maxPositions()) {
            throw new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "device cuda: logn attention (use_logn_attn) of sequences with %d tokens, more than the %d positions of the model, is supported on device cpu only; use shorter sequences or --device cpu"
                            .formatted(longest, config.maxPositions()));
        }
    }

    private static Backend openCuda(EngineContext context, TurbomindOptions options, Model model, EnginePlan plan) {
        LibraryLocator locator = LibraryLocator.ofMachine(options.libraries());
        CudaAvailability.Finding gpus = CudaAvailability.find(locator);
        gpus.availability().reason().ifPresent(reason -> {
            throw new BenchmarkException(DEVICE_UNAVAILABLE, "device cuda: " + reason);
        });
        int count = gpus.devices().size();
        if (options.gpu() >= count) {
            throw new BenchmarkException(
                    DEVICE_UNAVAILABLE,
                    "device cuda: gpu: expected 0 to %d, found %d".formatted(count - 1, options.gpu()));
        }
        CudaBackend.Place place = new CudaBackend.Place(
                locator, options.gpu(), context.cacheDirectory().resolve("kernels"), options.graphs());
        DataType declared = model.config().dataType();
        DataType dataType = options.dataType().orElse(declared == DataType.FP32 ? DataType.FP16 : declared);
        return CudaBackend.open(place, model.config(), model.weights(), plan.capacity(), dataType);
    }
}
