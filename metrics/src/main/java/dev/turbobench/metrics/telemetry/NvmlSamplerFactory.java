package dev.turbobench.metrics.telemetry;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.SamplerFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Creates the sampler of NVIDIA GPUs. */
public final class NvmlSamplerFactory implements SamplerFactory {

    private static final String LIBRARY_PATH = "library_path";

    @Override
    public String name() {
        return "nvml";
    }

    @Override
    public String description() {
        return "Power, energy, clocks, temperature, utilisation and memory of the NVIDIA GPUs that the engine uses.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                SamplingPeriod.option(10),
                OptionSpec.option(
                        LIBRARY_PATH, OptionType.PATH, null, "Folder in which libnvidia-ml.so.1 is looked for first."));
    }

    @Override
    public Sampler create(Options options, List<String> devices) {
        if (devices.isEmpty()) {
            return new GpuSampler(List.of(), SamplingPeriod.of(options), () -> {});
        }
        List<Path> folders = options.value(LIBRARY_PATH)
                .map(value -> List.of(Path.of(value.text())))
                .orElse(List.of());
        Nvml nvml = Nvml.open(folders);
        List<GpuReadings> gpus = new ArrayList<>();
        try {
            devices.stream().distinct().forEach(device -> gpus.add(nvml.gpu(device)));
        } catch (RuntimeException e) {
            nvml.close();
            throw e;
        }
        return new GpuSampler(gpus, SamplingPeriod.of(options), nvml::close);
    }
}
