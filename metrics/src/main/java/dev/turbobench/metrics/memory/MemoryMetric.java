package dev.turbobench.metrics.memory;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

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
            part("kv_live", "memory: live KV", "The part of the KV cache that holds tokens", MemoryUsage.Rank::kvLive),
            part("workspace", "memory: workspace", "Activations and scratch", MemoryUsage.Rank::workspace),
            part("overhead", "memory: overhead", "Driver, compiled kernels and graphs", MemoryUsage.Rank::overhead));

    private static Part part(String word, String label, String what, ToLongFunction<MemoryUsage.Rank> bytes) {
        return new Part(
                new MetricDescriptor(
                        "mem_" + word,
                        label,
                        Unit.BYTES,
                        Direction.LOWER_IS_BETTER,
                        what + ", as the engine counts it at the end of the last round, on the rank that holds most."),
                bytes);
    }

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        Optional<MemoryUsage.Rank> largest =
                record.memory().ranks().stream().max(Comparator.comparingLong(MemoryUsage.Rank::total));
        return PARTS.stream().map(part -> value(part, largest)).toList();
    }

    private static MetricValue value(Part part, Optional<MemoryUsage.Rank> rank) {
        return rank.map(r ->
                        MetricValue.of(part.descriptor(), (double) part.bytes().applyAsLong(r), 1))
                .orElseGet(() ->
                        MetricValue.notAvailable(part.descriptor(), 0, "n/a (the engine does not report its memory)"));
    }
}
