package dev.turbobench.metrics.telemetry;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;

/** Creates the sampler of the host. */
public final class HostSamplerFactory implements SamplerFactory {

    @Override
    public String name() {
        return "host";
    }

    @Override
    public String description() {
        return "Load of the host's processors, memory of this process, garbage collections and swapping.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(SamplingPeriod.option(100));
    }

    @Override
    public Sampler create(Options options, List<String> devices) {
        return new HostSampler(new HostReadings(), SamplingPeriod.of(options));
    }
}
