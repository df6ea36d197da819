package dev.turbobench.spi.sample;

/** What a sampler read during the measured rounds of a case, from just before the first to just after the last. */
public interface Samples {

    /**
     * Get the number of samples.
     *
     * @return at least 2: one before the first round and one after the last
     */
    int size();

    /**
     * Get when a sample was taken.
     *
     * @param index from 0
     * @return nanoseconds on the run's clock
     */
    long nanos(int index);

    /**
     * Get a value.
     *
     * @param index from 0
     * @param channel index of the channel
     * @return the value; NaN if there is none
     */
    double value(int index, int channel);

    /**
     * Get how many tokens all requests of the measured rounds generated.
     *
     * @return tokens
     */
    long completionTokens();

    /**
     * Get the time in which rounds ran, without the pauses between them.
     *
     * @return nanoseconds
     */
    long measuredNanos();
}
