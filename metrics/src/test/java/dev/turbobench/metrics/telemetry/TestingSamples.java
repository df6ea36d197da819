package dev.turbobench.metrics.telemetry;

import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.Samples;
import java.util.ArrayList;
import java.util.List;

/** Samples that were taken by hand, one every so many milliseconds. */
final class TestingSamples implements Samples {

    private final List<double[]> rows = new ArrayList<>();
    private final long periodNanos;
    private final long tokens;

    TestingSamples(long periodMillis, long tokens) {
        this.periodNanos = periodMillis * 1_000_000;
        this.tokens = tokens;
    }

    void take(Sampler sampler) {
        double[] row = new double[sampler.channels().size()];
        sampler.sample(row);
        rows.add(row);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public long nanos(int index) {
        return index * periodNanos;
    }

    @Override
    public double value(int index, int channel) {
        return rows.get(index)[channel];
    }

    @Override
    public long completionTokens() {
        return tokens;
    }

    @Override
    public long measuredNanos() {
        return (rows.size() - 1) * periodNanos;
    }
}
