package dev.turbobench.core.plugin;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;

/** A sampler factory of a plugin. */
final class GuardedSamplerFactory implements SamplerFactory {

    private final PluginCalls calls;
    private final SamplerFactory factory;
    private final Declaration declaration;

    GuardedSamplerFactory(PluginCalls calls, SamplerFactory factory, Declaration declaration) {
        this.calls = calls;
        this.factory = factory;
        this.declaration = declaration;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public String description() {
        return declaration.description();
    }

    @Override
    public List<OptionSpec> options() {
        return declaration.options();
    }

    @Override
    public Sampler create(Options options, List<String> devices) {
        Sampler sampler =
                calls.call("create of sampler " + name(), () -> factory.create(options, List.copyOf(devices)));
        return new GuardedSampler(calls, sampler, name());
    }
}
