package dev.turbobench.core.plugin;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.Samples;
import java.time.Duration;
import java.util.List;

/** A sampler of a plugin. Samples are taken directly, on the thread that asks for them: a detour would cost too much. */
final class GuardedSampler implements Sampler {

    private final PluginCalls calls;
    private final Sampler sampler;
    private final String name;

    GuardedSampler(PluginCalls calls, Sampler sampler, String name) {
        this.calls = calls;
        this.sampler = sampler;
        this.name = name;
    }

    @Override
    public Duration period() {
        return calls.call("period of sampler " + name, sampler::period);
    }

    @Override
    public List<Channel> channels() {
        return calls.call("channels of sampler " + name, () -> List.copyOf(sampler.channels()));
    }

    @Override
    public void sample(double[] values) {
        sampler.sample(values);
    }

    @Override
    public List<MetricValue> summarise(Samples samples) {
        return calls.call("summarise of sampler " + name, () -> List.copyOf(sampler.summarise(samples)));
    }

    @Override
    public void close() {
        calls.run("close of sampler " + name, sampler::close);
    }
}
