package dev.turbobench.spi.sample;

import dev.turbobench.spi.metric.MetricValue;
import java.time.Duration;
import java.util.List;

/**
 * Reads quantities again and again while a case runs.
 *
 * <p>{@link #sample} is called from one thread of the framework that serves all samplers, so it must return fast: what it
 * takes is measured and reported, because it may slow down what is being measured. {@link #summarise} runs after the timed
 * region.
 */
public interface Sampler extends AutoCloseable {

    /**
     * Get how often to sample.
     *
     * @return the time from one sample to the next, at least 1 ms; never {@code null}
     */
    Duration period();

    /**
     * Get what is sampled.
     *
     * @return the channels, always the same; never {@code null}, empty if there is nothing to sample
     */
    List<Channel> channels();

    /**
     * Read all channels once.
     *
     * @param values gets one value for each channel, in their order; NaN where there is none
     */
    void sample(double[] values);

    /**
     * Make numbers of a case from its samples.
     *
     * @param samples what was sampled during the measured rounds; never {@code null}
     * @return the values in the order in which to show them; never {@code null}
     */
    List<MetricValue> summarise(Samples samples);

    /** Release everything. Idempotent. */
    @Override
    void close();
}
