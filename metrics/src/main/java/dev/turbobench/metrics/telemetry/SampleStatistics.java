package dev.turbobench.metrics.telemetry;

import dev.turbobench.spi.sample.Samples;
import java.util.function.DoubleUnaryOperator;

/** Numbers of one channel; samples without a value do not count, and NaN means that there is none. */
final class SampleStatistics {

    private SampleStatistics() {}

    static double mean(Samples samples, int channel) {
        return mean(samples, channel, value -> value);
    }

    /** The mean of a function of the values. */
    static double mean(Samples samples, int channel, DoubleUnaryOperator function) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.value(i, channel);
            if (!Double.isNaN(value)) {
                sum += function.applyAsDouble(value);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    static double max(Samples samples, int channel) {
        double largest = Double.NaN;
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.value(i, channel);
            if (!Double.isNaN(value) && !(value <= largest)) {
                largest = value;
            }
        }
        return largest;
    }

    static double min(Samples samples, int channel) {
        double smallest = Double.NaN;
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.value(i, channel);
            if (!Double.isNaN(value) && !(value >= smallest)) {
                smallest = value;
            }
        }
        return smallest;
    }

    /** How much a counter grew. */
    static double growth(Samples samples, int channel) {
        return samples.value(samples.size() - 1, channel) - samples.value(0, channel);
    }

    /** From the first sample to the last, in seconds. */
    static double seconds(Samples samples) {
        return (samples.nanos(samples.size() - 1) - samples.nanos(0)) / 1e9;
    }
}
