package dev.turbobench.metrics.legacy;

import dev.turbobench.metrics.stats.Scaled;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Formulas of {@code profile_generation.py} (LMDeploy v0.1.0 to v0.10.1); of its two tables this has the columns of the
 * later one, which contain those of the earlier.
 */
final class LegacyMetric implements Metric {

    private static final double NANOS = 1e9;

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        LegacySamples samples = LegacySamples.of(record);
        List<LegacySamples> rounds = IntStream.range(0, record.rounds())
                .mapToObj(round -> LegacySamples.ofRound(record, round))
                .toList();
        return Arrays.stream(LegacyColumn.values())
                .map(column -> value(column, record, samples, rounds))
                .toList();
    }

    private static MetricValue value(
            LegacyColumn column, CaseRecord record, LegacySamples samples, List<LegacySamples> rounds) {
        if (samples.requests() == 0 && column != LegacyColumn.MEMORY) {
            return MetricValue.notAvailable(column.descriptor(), 0, "n/a (no request succeeded)");
        }
        CaseSpec spec = record.spec();
        return switch (column) {
            case THROUGHPUT_TOTAL -> throughput(column, spec.sequenceTokens(), record, samples);
            case THROUGHPUT_OUT -> throughput(column, spec.completionTokens(), record, samples);
            case MEMORY -> memory(record);
            case FTL_MEAN, FTL_MIN, FTL_MAX -> time(column, spec, samples, rounds, samples.requests());
            case P50, P75, P95, P99 ->
                time(
                        column,
                        spec,
                        samples,
                        rounds,
                        spec.completionTokens() == 1 ? samples.requests() : samples.gaps().length);
        };
    }

    private static MetricValue throughput(
            LegacyColumn column, long tokensPerRequest, CaseRecord record, LegacySamples samples) {
        double tokens = (double) tokensPerRequest * samples.requests();
        return MetricValue.of(column.descriptor(), tokens / (record.wallNanos() / NANOS), samples.requests());
    }

    private static MetricValue memory(CaseRecord record) {
        if (record.peakDeviceBytes() < 0) {
            return MetricValue.notAvailable(
                    LegacyColumn.MEMORY.descriptor(), 0, "n/a (the memory of the devices could not be observed)");
        }
        double perRank = (double) record.peakDeviceBytes() / record.tensorParallelSize();
        return MetricValue.of(LegacyColumn.MEMORY.descriptor(), perRank, 1);
    }

    private static MetricValue time(
            LegacyColumn column, CaseSpec spec, LegacySamples samples, List<LegacySamples> rounds, int n) {
        if (n == 0) {
            return MetricValue.notAvailable(
                    column.descriptor(), 0, "n/a (every request delivered all its tokens at once)");
        }
        List<Double> byRound =
                rounds.stream().map(round -> nanos(column, spec, round)).toList();
        return Scaled.down(NANOS, column.descriptor(), nanos(column, spec, samples), null, n, byRound);
    }

    /** A latency of some requests; NaN if they have none. */
    private static double nanos(LegacyColumn column, CaseSpec spec, LegacySamples samples) {
        if (samples.requests() == 0) {
            return Double.NaN;
        }
        return switch (column) {
            case FTL_MEAN -> samples.firstTokenMean();
            case FTL_MIN -> samples.firstTokenMin();
            case FTL_MAX -> samples.firstTokenMax();
            case P50, P75, P95, P99 -> {
                if (spec.completionTokens() == 1) {
                    yield samples.firstTokenMean();
                }
                yield samples.gaps().length == 0 ? Double.NaN : samples.gapPercentile(column.probability());
            }
            case THROUGHPUT_TOTAL, THROUGHPUT_OUT, MEMORY ->
                throw new IllegalArgumentException("not a latency: " + column);
        };
    }
}
