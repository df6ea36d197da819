package dev.turbobench.core.sample;

import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The samples of one sampler during one case; it grows on the sampling thread. */
final class SampleLog {

    private static final int MOST_POINTS = 400;

    private final int channels;
    private long[] nanos = new long[1024];
    private double[] values;
    private int size;

    SampleLog(int channels) {
        this.channels = channels;
        values = new double[nanos.length * channels];
    }

    void add(long now, double[] row) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
            values = Arrays.copyOf(values, 2 * size * channels);
        }
        nanos[size] = now;
        System.arraycopy(row, 0, values, size * channels, channels);
        size++;
    }

    /** What was sampled between two times, with one sample before and one after if there are any. */
    Samples between(long from, long to, long completionTokens, long measuredNanos) {
        int first = firstAtOrAfter(from);
        int last = firstAtOrAfter(to);
        int begin = first > 0 && (first == size || nanos[first] > from) ? first - 1 : first;
        int end = Math.min(size, last + 1);
        return new Window(begin, Math.max(0, end - begin), completionTokens, measuredNanos);
    }

    private int firstAtOrAfter(long time) {
        int index = Arrays.binarySearch(nanos, 0, size, time);
        return index >= 0 ? index : -index - 1;
    }

    /** For charts: the mean of neighbouring samples where there are too many. */
    List<Series> series(List<Channel> names, long origin) {
        List<Series> result = new ArrayList<>(channels);
        int bucket = Math.max(1, (size + MOST_POINTS - 1) / MOST_POINTS);
        for (int channel = 0; channel < channels; channel++) {
            List<Long> times = new ArrayList<>();
            List<Double> points = new ArrayList<>();
            for (int first = 0; first < size; first += bucket) {
                int end = Math.min(size, first + bucket);
                double sum = 0;
                int count = 0;
                for (int i = first; i < end; i++) {
                    double value = values[i * channels + channel];
                    if (!Double.isNaN(value)) {
                        sum += value;
                        count++;
                    }
                }
                if (count > 0) {
                    times.add(nanos[(first + end - 1) / 2] - origin);
                    points.add(sum / count);
                }
            }
            if (!times.isEmpty()) {
                Channel name = names.get(channel);
                result.add(new Series(name.name(), name.label(), name.unit(), times, points));
            }
        }
        return result;
    }

    private final class Window implements Samples {

        private final int begin;
        private final int count;
        private final long completionTokens;
        private final long measuredNanos;

        Window(int begin, int count, long completionTokens, long measuredNanos) {
            this.begin = begin;
            this.count = count;
            this.completionTokens = completionTokens;
            this.measuredNanos = measuredNanos;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public long nanos(int index) {
            return nanos[begin + Objects.checkIndex(index, count)];
        }

        @Override
        public double value(int index, int channel) {
            Objects.checkIndex(channel, channels);
            return values[(begin + Objects.checkIndex(index, count)) * channels + channel];
        }

        @Override
        public long completionTokens() {
            return completionTokens;
        }

        @Override
        public long measuredNanos() {
            return measuredNanos;
        }
    }
}
