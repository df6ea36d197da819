package dev.turbobench.metrics.roofline;

import dev.turbobench.metrics.latency.RequestTimes;
import dev.turbobench.metrics.stats.RoundRatio;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.Roofline.Rates;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Use of memory bandwidth and compute, and the distance to the ideal time of the case, each against two peaks. The peak
 * and where it comes from are printed beside.
 */
public final class RooflineMetric implements Metric {

    private static final double NANOS = 1e9;

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        List<MetricValue> values = new ArrayList<>();
        for (Peak peak : Peak.values()) {
            Optional<Roofline> roofline = record.roofline();
            Rates rates = roofline.map(peak::rates)
                    .orElseGet(() -> Rates.unknown("the engine does not tell what bounds its speed"));
            values.add(rate(peak.bandwidth(), rates.bytesPerSecond(), rates));
            values.add(rate(peak.compute(), rates.flopsPerSecond(), rates));
            values.addAll(utilisation(peak, record, rates));
        }
        return values;
    }

    private static MetricValue rate(MetricDescriptor descriptor, double rate, Rates rates) {
        return Double.isNaN(rate)
                ? MetricValue.notAvailable(descriptor, 0, "n/a (%s)".formatted(rates.source()))
                : new MetricValue(descriptor, rate, null, 1, rates.source());
    }

    private static List<MetricValue> utilisation(Peak peak, CaseRecord record, Rates rates) {
        int together = Math.min(
                record.spec().concurrency(),
                record.limits().concurrentSequences(record.spec().sequenceTokens()));
        List<MetricDescriptor> descriptors = List.of(
                peak.bandwidthUse(), peak.prefillComputeUse(), peak.computeUse(), peak.idealTime(), peak.idealShare());
        String reason = reason(record, rates, together);
        if (reason != null || record.roofline().isEmpty()) {
            return descriptors.stream()
                    .map(descriptor -> MetricValue.notAvailable(descriptor, 0, "n/a (%s)".formatted(reason)))
                    .toList();
        }
        RoundWork work = new RoundWork(record.roofline().get().work(), record.spec(), together);
        double ideal = work.seconds(rates);
        return List.of(
                bandwidthUse(peak.bandwidthUse(), record, work, rates),
                share(
                        peak.prefillComputeUse(),
                        work.prefillFlops() / rates.flopsPerSecond(),
                        perRound(record, RooflineMetric::prefillSeconds),
                        rates),
                share(
                        peak.computeUse(),
                        work.flops() / rates.flopsPerSecond(),
                        perRound(record, RooflineMetric::seconds),
                        rates),
                new MetricValue(peak.idealTime(), ideal, null, 1, rates.source()),
                share(peak.idealShare(), ideal, perRound(record, RooflineMetric::seconds), rates));
    }

    private static @Nullable String reason(CaseRecord record, Rates rates, int together) {
        if (!rates.isKnown()) {
            return rates.source();
        }
        if (together < 1) {
            return "not even one request fits into the KV cache";
        }
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int i = 0; i < round.requests(); i++) {
                if (!round.succeeded(i)
                        || round.completionTokens(i) != record.spec().completionTokens()) {
                    return "not every request generated what it was to generate";
                }
            }
        }
        return null;
    }

    private static MetricValue bandwidthUse(
            MetricDescriptor descriptor, CaseRecord record, RoundWork work, Rates rates) {
        if (work.together() < record.spec().concurrency()) {
            return MetricValue.notAvailable(
                    descriptor,
                    0,
                    "n/a (only %d of %d requests fit at the same time)"
                            .formatted(work.together(), record.spec().concurrency()));
        }
        RoundRatio tokenTime =
                RequestTimes.collect(record, RequestTimes::perOutputToken).mean();
        if (Double.isNaN(tokenTime.value())) {
            return MetricValue.notAvailable(descriptor, 0, "n/a (no request has tokens after its first emission)");
        }
        double idealNanos = work.meanDecodeBytes() / rates.bytesPerSecond() * NANOS;
        double[] ideal =
                Arrays.stream(tokenTime.denominators()).map(n -> n * idealNanos).toArray();
        return value(descriptor, new RoundRatio(ideal, tokenTime.numerators()), rates);
    }

    private static MetricValue share(MetricDescriptor descriptor, double ideal, double[] seconds, Rates rates) {
        double[] ideals = new double[seconds.length];
        Arrays.fill(ideals, ideal);
        return value(descriptor, new RoundRatio(ideals, seconds), rates);
    }

    private static MetricValue value(MetricDescriptor descriptor, RoundRatio ratio, Rates rates) {
        return new MetricValue(
                descriptor,
                ratio.value(),
                ratio.interval(),
                ratio.numerators().length,
                rates.source(),
                ratio.byRound());
    }

    private static double[] perRound(CaseRecord record, ToDoubleFunction<RoundRecord> seconds) {
        double[] perRound = new double[record.rounds()];
        for (int r = 0; r < perRound.length; r++) {
            perRound[r] = seconds.applyAsDouble(record.round(r));
        }
        return perRound;
    }

    private static double seconds(RoundRecord round) {
        return (round.endNanos() - round.startNanos()) / NANOS;
    }

    /** Until the last request has its first token. */
    private static double prefillSeconds(RoundRecord round) {
        long last = round.startNanos();
        for (int i = 0; i < round.requests(); i++) {
            last = Math.max(last, round.emissionNanos(i, 0));
        }
        return (last - round.startNanos()) / NANOS;
    }
}
