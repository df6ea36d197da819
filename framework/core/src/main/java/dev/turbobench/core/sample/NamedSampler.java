package dev.turbobench.core.sample;

import dev.turbobench.core.component.Failures;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.Samples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sampler of the run. One that fails is not asked again, and the results say so. */
final class NamedSampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NamedSampler.class);
    private static final long LEAST_PERIOD_NANOS = 1_000_000;

    private final String name;
    private final Sampler sampler;
    private final List<Channel> channels;
    private final long periodNanos;
    private final double[] values;
    private volatile @Nullable String failure;

    NamedSampler(String name, Sampler sampler) {
        this.name = name;
        this.sampler = sampler;
        channels = List.copyOf(sampler.channels());
        periodNanos = Math.max(LEAST_PERIOD_NANOS, sampler.period().toNanos());
        values = new double[channels.size()];
    }

    List<Channel> channels() {
        return channels;
    }

    long periodNanos() {
        return periodNanos;
    }

    /** The values of the last sample. */
    double[] values() {
        return values;
    }

    /** Read all channels; false if that failed, now or before. */
    boolean sample() {
        if (failure != null) {
            return false;
        }
        try {
            sampler.sample(values);
            return true;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed("sample", e);
            return false;
        }
    }

    List<MetricValue> summarise(Samples samples) {
        try {
            return List.copyOf(sampler.summarise(samples));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed("summarise", e);
            return List.of();
        }
    }

    private void failed(String what, Throwable thrown) {
        BenchmarkException named = Failures.ofPlugin("sampler %s: %s".formatted(name, what), thrown);
        LOG.debug("sampler {} failed", name, thrown);
        failure = named.getMessage();
    }

    /** Note that a sample did not return. */
    void hangs(long millis) {
        failure = "sampler %s: sample did not return within %d ms".formatted(name, millis);
    }

    /** Why it was not asked any more; {@code null} if it was. */
    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            sampler.close();
        } catch (RuntimeException | LinkageError e) {
            failed("close", e);
        }
    }
}
