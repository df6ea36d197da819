package dev.turbobench.core.sample;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.SamplerRequest;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.ArrayList;
import java.util.List;

/** The samplers of a run. */
public final class RunSamplers implements AutoCloseable {

    private final List<NamedSampler> samplers;
    private final List<String> notices;
    private final Ticker ticker;

    private RunSamplers(List<NamedSampler> samplers, List<String> notices, Ticker ticker) {
        this.samplers = List.copyOf(samplers);
        this.notices = List.copyOf(notices);
        this.ticker = ticker;
    }

    /**
     * Create the samplers. One that cannot sample here is left out, with a notice; one that has
     * nothing to sample, without.
     *
     * @param devices what the engine uses
     * @throws BenchmarkException if one of them or one of its options does not exist, or if one that was asked for by name
     *     cannot sample here
     */
    public static RunSamplers create(
            List<SamplerRequest> requests, Components components, List<String> devices, Ticker ticker) {
        List<NamedSampler> samplers = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        try {
            for (SamplerRequest request : requests) {
                SamplerFactory factory = components.sampler(request.name());
                Options options = Options.of("sampler." + request.name(), factory.options(), request.options());
                try {
                    NamedSampler sampler = new NamedSampler(request.name(), factory.create(options, devices));
                    if (sampler.channels().isEmpty()) {
                        sampler.close();
                    } else {
                        samplers.add(sampler);
                    }
                } catch (RuntimeException | LinkageError e) {
                    BenchmarkException reason = Failures.ofPlugin("sampler " + request.name(), e);
                    if (request.required()) {
                        throw reason;
                    }
                    notices.add("not sampled: " + reason.getMessage());
                }
            }
        } catch (RuntimeException | Error e) {
            samplers.forEach(NamedSampler::close);
            throw e;
        }
        return new RunSamplers(samplers, notices, ticker);
    }

    /** What the readers of the results must know. */
    public List<String> notices() {
        return notices;
    }

    /** Start to sample. */
    public CaseSampling start() {
        return new CaseSampling(samplers, ticker);
    }

    @Override
    public void close() {
        samplers.forEach(NamedSampler::close);
    }
}
