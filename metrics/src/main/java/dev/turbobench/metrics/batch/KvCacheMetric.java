package dev.turbobench.metrics.batch;

import dev.turbobench.metrics.stats.RoundRatio;
import dev.turbobench.metrics.stats.Scaled;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much of the KV cache was in use, and what it took from or gave to requests. */
public final class KvCacheMetric implements Metric {

    private static final MetricDescriptor MAX = new MetricDescriptor(
            "kv_used_max",
            "KV cache used, max",
            Unit.RATIO,
            Direction.NEUTRAL,
            "Most KV blocks in use in a step / KV blocks of the engine.");
    private static final MetricDescriptor MEAN = new MetricDescriptor(
            "kv_used_mean",
            "KV cache used, mean",
            Unit.RATIO,
            Direction.NEUTRAL,
            "KV blocks in use in a step, weighted by the time of the step, / KV blocks of the engine.");
    private static final MetricDescriptor PREEMPTIONS = new MetricDescriptor(
            "preemptions",
            "preemptions",
            Unit.COUNT,
            Direction.LOWER_IS_BETTER,
            "How often a request lost its KV blocks and was computed again, summed over requests and rounds.");
    private static final MetricDescriptor CACHED = new MetricDescriptor(
            "cached_prompt_tokens",
            "prompt tokens from a cache",
            Unit.TOKENS,
            Direction.NEUTRAL,
            "Prompt tokens that were not computed but taken from a cache, summed over requests and rounds.");

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        return List.of(
                used(MAX, record),
                used(MEAN, record),
                sum(PREEMPTIONS, record, RoundRecord::preemptions),
                sum(CACHED, record, RoundRecord::cachedPromptTokens));
    }

    private static MetricValue used(MetricDescriptor descriptor, CaseRecord record) {
        StepTotals totals = StepTotals.of(record);
        int blocks = record.limits().kvBlocks();
        if (totals.steps() == 0 || blocks == 0) {
            return MetricValue.notAvailable(
                    descriptor,
                    totals.steps(),
                    totals.steps() == 0
                            ? "n/a (the engine does not report its steps)"
                            : "n/a (the engine has no KV blocks)");
        }
        if (descriptor.equals(MAX)) {
            double most = Arrays.stream(totals.mostKvBlocks()).max().orElseThrow();
            return Scaled.down(
                    blocks, descriptor, most, null, totals.steps(), StepTotals.values(totals.mostKvBlocks()));
        }
        RoundRatio mean = new RoundRatio(totals.kvBlockTime(), totals.time());
        return Scaled.down(blocks, descriptor, mean, totals.steps());
    }

    /** A count of a request. */
    @FunctionalInterface
    private interface Count {
        int of(RoundRecord round, int request);
    }

    private static MetricValue sum(MetricDescriptor descriptor, CaseRecord record, Count count) {
        List<Double> byRound = new ArrayList<>();
        long sum = 0;
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            long sumOfRound = 0;
            for (int i = 0; i < round.requests(); i++) {
                sumOfRound += count.of(round, i);
            }
            byRound.add((double) sumOfRound);
            sum += sumOfRound;
        }
        long requests = (long) record.rounds() * record.spec().concurrency();
        return new MetricValue(descriptor, (double) sum, null, requests, null, byRound);
    }
}
