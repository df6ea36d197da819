package dev.turbobench.metrics.memory;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The memory of the rank that holds most, by purpose. */
public final class MemoryMetric implements Metric {

    private record Part(MetricDescriptor descriptor, ToLongFunction<MemoryUsage.Rank> bytes) {}

    private static final List<Part> PARTS = List.of(
            part(
                    "total",
                    "memory",
                    "Everything the engine holds: weights, KV cache, workspace and overhead",
                    r -> r.total()),
            part("weights", "memory: weights", "Model weights", MemoryUsage.Rank::weights),
            part("kv_reserved", "memory: KV cache", "The KV cache, used or not", MemoryUsage.Rank::kvReserved),
            part("workspace", "memory: workspace", "Activations and scratch", MemoryUsage.Rank::workspace),
            part("overhead", "memory: overhead", "Driver, compiled kernels and graphs", MemoryUsage.Rank::overhead));

    private static final MetricDescriptor LIVE = new MetricDescriptor(
            "mem_kv_live",
            "memory: live KV",
            Unit.BYTES,
            Direction.LOWER_IS_BETTER,
            "The part of the KV cache that holds tokens in the step in which it is most: KV blocks in use / KV blocks of the"
                    + " engine * mem_kv_reserved. If the engine does not report its steps, what it says itself between"
                    + " two rounds. On the rank that holds most.");

    private static Part part(String word, String label, String what, ToLongFunction<MemoryUsage.Rank> bytes) {
        return new Part(
                new MetricDescriptor(
                        "mem_" + word,
                        label,
                        Unit.BYTES,
                        Direction.LOWER_IS_BETTER,
                        what
                                + ", as the engine counts it right after the round in which it used most, on the rank that holds most."),
                bytes);
    }

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        Optional<MemoryUsage.Rank> largest =
                record.memory().ranks().stream().max(Comparator.comparingLong(MemoryUsage.Rank::total));
        return Stream.concat(PARTS.stream().map(part -> value(part, largest)), Stream.of(live(record, largest)))
                .toList();
    }

    /** Between rounds no request holds a block, so what is live then says nothing. */
    private static MetricValue live(CaseRecord record, Optional<MemoryUsage.Rank> rank) {
        int blocks = record.limits().kvBlocks();
        int[] most = new int[record.rounds()];
        int steps = 0;
        for (int r = 0; r < most.length; r++) {
            RoundRecord round = record.round(r);
            steps += round.steps();
            for (int s = 0; s < round.steps(); s++) {
                most[r] = Math.max(most[r], round.stepKvBlocks(s));
            }
        }
        if (rank.isEmpty() || steps == 0 || blocks == 0) {
            return value(new Part(LIVE, MemoryUsage.Rank::kvLive), rank);
        }
        double bytesPerBlock = (double) rank.get().kvReserved() / blocks;
        List<Double> byRound =
                Arrays.stream(most).mapToObj(used -> used * bytesPerBlock).toList();
        return new MetricValue(LIVE, Collections.max(byRound), null, steps, null, byRound);
    }

    private static MetricValue value(Part part, Optional<MemoryUsage.Rank> rank) {
        return rank.map(r ->
                        MetricValue.of(part.descriptor(), (double) part.bytes().applyAsLong(r), 1))
                .orElseGet(() ->
                        MetricValue.notAvailable(part.descriptor(), 0, "n/a (the engine does not report its memory)"));
    }
}
