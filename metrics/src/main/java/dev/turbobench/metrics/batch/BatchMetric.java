package dev.turbobench.metrics.batch;

import dev.turbobench.metrics.stats.RoundRatio;
import dev.turbobench.metrics.stats.Scaled;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import java.util.Arrays;
import java.util.List;

/** The batch that really ran, from the steps that the engine reported. */
public final class BatchMetric implements Metric {

    private static final MetricDescriptor LARGEST = new MetricDescriptor(
            "batch_max",
            "largest live batch",
            Unit.SEQUENCES,
            Direction.NEUTRAL,
            "Largest number of sequences, in prefill or decode, in one step of the engine.");
    private static final MetricDescriptor DECODE = new MetricDescriptor(
            "batch_decode_mean",
            "mean decode batch",
            Unit.SEQUENCES,
            Direction.NEUTRAL,
            "Decoding sequences of a step, weighted by the time of the step, over the steps with at least one.");
    private static final MetricDescriptor FULL = new MetricDescriptor(
            "batch_full_share",
            "time at full batch",
            Unit.RATIO,
            Direction.NEUTRAL,
            "Part of the time of steps with a decoding sequence in which as many decoded as the case has requests.");
    private static final MetricDescriptor WAITING = new MetricDescriptor(
            "queue_length_max",
            "longest queue",
            Unit.COUNT,
            Direction.LOWER_IS_BETTER,
            "Largest number of requests that waited for admission in a step.");

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        StepTotals totals = StepTotals.of(record);
        if (totals.steps() == 0) {
            return List.of(none(LARGEST), none(DECODE), none(FULL), none(WAITING));
        }
        return List.of(
                largest(LARGEST, totals.largestBatch(), totals),
                ratio(DECODE, totals.decodeSequenceTime(), totals),
                ratio(FULL, totals.fullBatchTime(), totals),
                largest(WAITING, totals.longestQueue(), totals));
    }

    private static MetricValue largest(MetricDescriptor descriptor, int[] byRound, StepTotals totals) {
        double largest = Arrays.stream(byRound).max().orElseThrow();
        return Scaled.down(1, descriptor, largest, null, totals.steps(), StepTotals.values(byRound));
    }

    private static MetricValue ratio(MetricDescriptor descriptor, double[] numerators, StepTotals totals) {
        RoundRatio ratio = new RoundRatio(numerators, totals.decodeTime());
        return Double.isNaN(ratio.value())
                ? MetricValue.notAvailable(descriptor, totals.steps(), "n/a (no step decoded)")
                : Scaled.down(1, descriptor, ratio, totals.steps());
    }

    private static MetricValue none(MetricDescriptor descriptor) {
        return MetricValue.notAvailable(descriptor, 0, "n/a (the engine does not report its steps)");
    }
}
