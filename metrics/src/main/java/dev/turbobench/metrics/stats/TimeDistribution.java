package dev.turbobench.metrics.stats;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The metrics that describe how a time is distributed: mean, percentiles, smallest and largest.
 *
 * @param id first words of the ids
 * @param label first words of the labels
 * @param definition what one observation is, with the formula, as a sentence
 * @param population over what observations are pooled, for example {@code requests of all rounds}
 */
public record TimeDistribution(String id, String label, String definition, String population) {

    private static final double NANOS = 1e9;

    /** Describe a sample of times in nanoseconds. */
    public List<MetricValue> values(Sample sample, String reasonIfEmpty) {
        List<MetricValue> values = new ArrayList<>();
        values.add(mean(sample, reasonIfEmpty));
        for (Percentile percentile : Percentile.values()) {
            values.add(percentile(percentile, sample, reasonIfEmpty));
        }
        values.add(extreme("min", "smallest", sample, Sample::min, Sample::minByRound, reasonIfEmpty));
        values.add(extreme("max", "largest", sample, Sample::max, Sample::maxByRound, reasonIfEmpty));
        return values;
    }

    /** The curve of a sample of times in nanoseconds, exact. */
    public Distribution curve(Sample sample) {
        return curve(sample.size(), sample::quantile);
    }

    /** The curve of times in nanoseconds that a histogram counted, with its precision. */
    public Distribution curve(Histogram histogram) {
        return curve(
                histogram.getTotalCount(),
                p -> p == 0 ? histogram.getMinValue() : histogram.getValueAtPercentile(100 * p));
    }

    private Distribution curve(long samples, DoubleUnaryOperator quantile) {
        List<Double> probabilities = Nines.upTo(samples);
        List<Double> seconds = probabilities.stream()
                .map(p -> quantile.applyAsDouble(p) / NANOS)
                .toList();
        return new Distribution(id, label, Unit.SECONDS, samples, probabilities, seconds);
    }

    private MetricValue mean(Sample sample, String reasonIfEmpty) {
        MetricDescriptor descriptor = descriptor("mean", "mean", "Mean over the %s.".formatted(population));
        return sample.size() == 0
                ? MetricValue.notAvailable(descriptor, 0, reasonIfEmpty)
                : Scaled.down(NANOS, descriptor, sample.mean(), sample.size());
    }

    private MetricValue percentile(Percentile percentile, Sample sample, String reasonIfEmpty) {
        MetricDescriptor descriptor = descriptor(
                percentile.id(),
                percentile.label(),
                "%s over the %s, with linear interpolation between order statistics; shown from %d independent ones on."
                        .formatted(percentile.label(), population, percentile.minimumSamples()));
        if (sample.size() == 0) {
            return MetricValue.notAvailable(descriptor, 0, reasonIfEmpty);
        }
        if (sample.independent() < percentile.minimumSamples()) {
            return MetricValue.notAvailable(
                    descriptor,
                    sample.size(),
                    "n/a (n=%d < %d)".formatted(sample.independent(), percentile.minimumSamples()));
        }
        return Scaled.down(
                NANOS,
                descriptor,
                sample.quantile(percentile.probability()),
                OrderStatistics.interval(sample, percentile.probability()),
                sample.size(),
                sample.quantileByRound(percentile.probability()));
    }

    private MetricValue extreme(
            String word,
            String adjective,
            Sample sample,
            ToDoubleFunction<Sample> nanos,
            Function<Sample, List<Double>> byRound,
            String reasonIfEmpty) {
        MetricDescriptor descriptor = descriptor(word, word, "The %s of the %s.".formatted(adjective, population));
        return sample.size() == 0
                ? MetricValue.notAvailable(descriptor, 0, reasonIfEmpty)
                : Scaled.down(
                        NANOS, descriptor, nanos.applyAsDouble(sample), null, sample.size(), byRound.apply(sample));
    }

    private MetricDescriptor descriptor(String word, String labelWord, String statistic) {
        return new MetricDescriptor(
                id + "_" + word,
                label + " " + labelWord,
                Unit.SECONDS,
                Direction.LOWER_IS_BETTER,
                definition + " " + statistic);
    }
}
