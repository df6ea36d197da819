package dev.turbobench.core.sample;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.SamplerFactory;
import dev.turbobench.spi.sample.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts its samples; can be told to misbehave. */
public final class TestingSampler implements Sampler, SamplerFactory {

    private static final MetricDescriptor SAMPLES = new MetricDescriptor(
            "testing_samples", "samples", Unit.COUNT, Direction.NEUTRAL, "Number of samples of the measured rounds.");

    public final AtomicInteger samples = new AtomicInteger();
    public volatile boolean closed;
    public volatile boolean unavailable;
    public volatile int failsAt = Integer.MAX_VALUE;
    public volatile List<String> devices = List.of();

    @Override
    public String name() {
        return "testing";
    }

    @Override
    public String description() {
        return "Counts.";
    }

    @Override
    public Sampler create(Options options, List<String> devices) {
        if (unavailable) {
            throw new BenchmarkException(StandardErrorCode.ENVIRONMENT_INVALID, "no such chip");
        }
        this.devices = devices;
        return this;
    }

    @Override
    public Duration period() {
        return Duration.ofMillis(1);
    }

    @Override
    public List<Channel> channels() {
        return List.of(new Channel("testing_count", "count", "samples"));
    }

    @Override
    public void sample(double[] values) {
        values[0] = samples.incrementAndGet();
        if (values[0] >= failsAt) {
            throw new IllegalStateException("chip lost");
        }
    }

    @Override
    public List<MetricValue> summarise(Samples window) {
        return List.of(MetricValue.of(SAMPLES, window.size(), window.size()));
    }

    @Override
    public void close() {
        closed = true;
    }
}
