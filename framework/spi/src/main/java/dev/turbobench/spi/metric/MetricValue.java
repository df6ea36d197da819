package dev.turbobench.spi.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a case, unrounded.
 *
 * @param descriptor what it means
 * @param value the number in the unit of the descriptor; NaN if there is none
 * @param interval its confidence interval; {@code null} if there is none
 * @param samples how many observations it is made from
 * @param note why there is no value or what to know about it; {@code null} if there is nothing to say
 * @param byRound the same number computed from each round alone, in the order of the rounds, NaN where a round has none;
 *     empty if it is not made of rounds. Comparisons of runs test these.
 */
public record MetricValue(
        MetricDescriptor descriptor,
        double value,
        @Nullable Interval interval,
        long samples,
        @Nullable String note,
        List<Double> byRound) {

    public MetricValue {
        byRound = List.copyOf(byRound);
    }

    /**
     * Create a value that is not made of rounds.
     *
     * @param descriptor what it means; never {@code null}
     * @param value the number
     * @param interval its confidence interval; {@code null} if there is none
     * @param samples how many observations it is made from
     * @param note what to know about it; {@code null} if there is nothing to say
     */
    public MetricValue(
            MetricDescriptor descriptor,
            double value,
            @Nullable Interval interval,
            long samples,
            @Nullable String note) {
        this(descriptor, value, interval, samples, note, List.of());
    }

    /**
     * Create a value without an interval.
     *
     * @param descriptor what it means; never {@code null}
     * @param value the number
     * @param samples how many observations it is made from
     * @return the value; never {@code null}
     */
    public static MetricValue of(MetricDescriptor descriptor, double value, long samples) {
        return new MetricValue(descriptor, value, null, samples, null);
    }

    /**
     * Create the absence of a value.
     *
     * @param descriptor what it would mean; never {@code null}
     * @param samples how many observations there are
     * @param note why there is no value; never {@code null}
     * @return a value that is NaN; never {@code null}
     */
    public static MetricValue notAvailable(MetricDescriptor descriptor, long samples, String note) {
        return new MetricValue(descriptor, Double.NaN, null, samples, note);
    }

    /**
     * Tell whether there is a number.
     *
     * @return false if the value is NaN
     */
    public boolean isAvailable() {
        return !Double.isNaN(value);
    }
}
