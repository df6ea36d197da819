package dev.turbobench.metrics.latency;

import dev.turbobench.metrics.stats.Sample;
import dev.turbobench.metrics.stats.TimeDistribution;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * How the gaps between tokens are distributed, by emission and amortised over the tokens of an emission.
 *
 * <p>All sequences of a batch get their tokens from the same steps, so their gaps repeat one another: as many are
 * independent as the request with the most gaps has.
 */
public final class InterTokenLatencyMetric implements Metric {

    private static final String INDEPENDENCE =
            " Gaps of the same step count as one observation in intervals and in the least number of samples.";

    private static final TimeDistribution BY_EMISSION = new TimeDistribution(
            "itl_emission",
            "ITL by emission",
            "Time between consecutive emissions of a request, however many tokens they carry; the gap of vLLM and"
                    + " SGLang." + INDEPENDENCE,
            "emissions after the first one of all requests and rounds");

    private static final TimeDistribution BY_TOKEN = new TimeDistribution(
            "itl_token",
            "ITL by token",
            "Time since the emission before, divided by the tokens of the emission and counted once for each of them."
                    + INDEPENDENCE,
            "tokens after the first emission of all requests and rounds");

    private static final int FEW_GAPS = 10_000;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final String NO_GAP = "n/a (no request has tokens after its first emission)";

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        Sample byToken = collect(record, true);
        Sample byEmission = everyEmissionHasOneToken(record) ? byToken : collect(record, false);
        List<MetricValue> values = new ArrayList<>(BY_TOKEN.values(byToken, NO_GAP));
        values.addAll(BY_EMISSION.values(byEmission, NO_GAP));
        return values;
    }

    @Override
    public List<Distribution> distributions(CaseRecord record) {
        return Stream.of(distribution(BY_TOKEN, record, true), distribution(BY_EMISSION, record, false))
                .filter(distribution -> distribution.samples() > 0)
                .toList();
    }

    /** Exact where there are few gaps; a histogram needs no sorting where there are millions. */
    private static Distribution distribution(TimeDistribution described, CaseRecord record, boolean amortised) {
        if (capacity(record, amortised) <= FEW_GAPS) {
            return described.curve(collect(record, amortised));
        }
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        GapSink sink = (nanos, times) -> histogram.recordValueWithCount(Math.round(nanos), times);
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int i = 0; i < round.requests(); i++) {
                if (round.succeeded(i)) {
                    addGaps(sink, round, i, amortised);
                }
            }
        }
        return described.curve(histogram);
    }

    private static boolean everyEmissionHasOneToken(CaseRecord record) {
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int i = 0; i < round.requests(); i++) {
                if (round.completionTokens(i) != round.emissions(i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Sample collect(CaseRecord record, boolean amortised) {
        Sample.Collector sample = new Sample.Collector(record.rounds(), capacity(record, amortised));
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            int mostGaps = 0;
            for (int i = 0; i < round.requests(); i++) {
                if (round.succeeded(i)) {
                    addGaps(sample::add, round, i, amortised);
                    mostGaps = Math.max(mostGaps, round.emissions(i) - 1);
                }
            }
            sample.endRound(mostGaps);
        }
        return sample.finish();
    }

    private static int capacity(CaseRecord record, boolean amortised) {
        int capacity = 0;
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int i = 0; i < round.requests(); i++) {
                capacity += amortised ? round.completionTokens(i) : round.emissions(i);
            }
        }
        return capacity;
    }

    /** Takes a gap in nanoseconds that counts several times. */
    @FunctionalInterface
    private interface GapSink {
        void add(double nanos, int times);
    }

    private static void addGaps(GapSink sink, RoundRecord round, int request, boolean amortised) {
        for (int k = 1; k < round.emissions(request); k++) {
            double gap = (double) (round.emissionNanos(request, k) - round.emissionNanos(request, k - 1));
            int tokens = amortised ? round.emissionTokens(request, k) : 1;
            sink.add(gap / tokens, tokens);
        }
    }
}
