package dev.turbobench.metrics.throughput;

import dev.turbobench.metrics.latency.RequestTimes;
import dev.turbobench.metrics.stats.RoundRatio;
import dev.turbobench.metrics.stats.Sample;
import dev.turbobench.metrics.stats.Scaled;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Tokens and requests per second over the rounds, and what one user sees of it. */
public final class ThroughputMetric implements Metric {

    private static final double NANOS = 1e9;
    private static final String TIME =
            " The time is the sum over rounds from the release of the workers to the end of the last request.";

    private static final MetricDescriptor OUTPUT = descriptor(
            "throughput_out",
            "output throughput",
            Unit.TOKENS_PER_SECOND,
            "Generated tokens, counted, of requests that succeeded / time." + TIME);
    private static final MetricDescriptor TOTAL = descriptor(
            "throughput_total",
            "total throughput",
            Unit.TOKENS_PER_SECOND,
            "(Prompt tokens + generated tokens, counted) of requests that succeeded / time." + TIME);
    private static final MetricDescriptor PER_DEVICE = descriptor(
            "throughput_per_device",
            "output throughput per device",
            Unit.TOKENS_PER_SECOND,
            "throughput_out / number of ranks.");
    private static final MetricDescriptor REQUESTS = descriptor(
            "throughput_requests",
            "request throughput",
            Unit.REQUESTS_PER_SECOND,
            "Requests that succeeded / time." + TIME);
    private static final MetricDescriptor PER_USER = descriptor(
            "throughput_per_user",
            "throughput per user",
            Unit.TOKENS_PER_SECOND,
            "Mean over the requests of all rounds of 1 / TPOT: the speed at which one user gets tokens once the first"
                    + " one is there.");

    private static MetricDescriptor descriptor(String id, String label, Unit unit, String definition) {
        return new MetricDescriptor(id, label, unit, Direction.HIGHER_IS_BETTER, definition);
    }

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        int promptTokens = record.spec().promptTokens();
        RoundRatio output = perTime(record, round -> tokens(round, 0));
        return List.of(
                value(OUTPUT, 1, output, record),
                value(TOTAL, 1, perTime(record, round -> tokens(round, promptTokens)), record),
                value(PER_DEVICE, record.tensorParallelSize(), output, record),
                value(REQUESTS, 1, perTime(record, ThroughputMetric::succeeded), record),
                perUser(record));
    }

    private static RoundRatio perTime(CaseRecord record, ToDoubleFunction<RoundRecord> quantity) {
        double[] quantities = new double[record.rounds()];
        double[] seconds = new double[record.rounds()];
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            quantities[r] = quantity.applyAsDouble(round);
            seconds[r] = (round.endNanos() - round.startNanos()) / NANOS;
        }
        return new RoundRatio(quantities, seconds);
    }

    private static double tokens(RoundRecord round, int promptTokens) {
        long tokens = 0;
        for (int i = 0; i < round.requests(); i++) {
            if (round.succeeded(i)) {
                tokens += promptTokens + round.completionTokens(i);
            }
        }
        return (double) tokens;
    }

    private static double succeeded(RoundRecord round) {
        int count = 0;
        for (int i = 0; i < round.requests(); i++) {
            if (round.succeeded(i)) {
                count++;
            }
        }
        return count;
    }

    private static MetricValue value(MetricDescriptor descriptor, double divisor, RoundRatio ratio, CaseRecord record) {
        return Scaled.down(divisor, descriptor, ratio, record.rounds());
    }

    private static MetricValue perUser(CaseRecord record) {
        Sample speeds =
                RequestTimes.collect(record, (round, request) -> NANOS / RequestTimes.perOutputToken(round, request));
        return speeds.size() == 0
                ? MetricValue.notAvailable(PER_USER, 0, "n/a (no request has tokens after its first emission)")
                : Scaled.down(1, PER_USER, speeds.mean(), speeds.size());
    }
}
