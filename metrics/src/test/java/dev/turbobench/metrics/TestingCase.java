package dev.turbobench.metrics;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.LoadTime;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A case whose rounds are written down by hand. */
public record TestingCase(
        CaseSpec spec,
        int tensorParallelSize,
        EngineLimits limits,
        MemoryUsage memory,
        long peakDeviceBytes,
        long wallNanos,
        LoadTime loadTime,
        Optional<Roofline> roofline,
        List<TestingRound> roundList)
        implements CaseRecord {

    /** The wall time is from the start of the first round to the end of the last one. */
    public static TestingCase of(int concurrency, int prompt, int completion, TestingRound... rounds) {
        return new TestingCase(
                new CaseSpec(0, concurrency, prompt, completion),
                1,
                new EngineLimits(64, 4096, 1000, 64),
                new MemoryUsage(List.of()),
                -1,
                rounds[rounds.length - 1].endNanos() - rounds[0].startNanos(),
                LoadTime.NONE,
                Optional.empty(),
                Arrays.asList(rounds));
    }

    public TestingCase withMemory(int tensorParallelSize, long peakDeviceBytes, MemoryUsage memory) {
        return new TestingCase(
                spec, tensorParallelSize, limits, memory, peakDeviceBytes, wallNanos, loadTime, roofline, roundList);
    }

    public TestingCase withLimits(EngineLimits limits) {
        return new TestingCase(
                spec, tensorParallelSize, limits, memory, peakDeviceBytes, wallNanos, loadTime, roofline, roundList);
    }

    public TestingCase withLoadTime(LoadTime time) {
        return new TestingCase(
                spec, tensorParallelSize, limits, memory, peakDeviceBytes, wallNanos, time, roofline, roundList);
    }

    public TestingCase withRoofline(Roofline bounds) {
        return new TestingCase(
                spec,
                tensorParallelSize,
                limits,
                memory,
                peakDeviceBytes,
                wallNanos,
                loadTime,
                Optional.of(bounds),
                roundList);
    }

    @Override
    public int rounds() {
        return roundList.size();
    }

    @Override
    public TestingRound round(int index) {
        return roundList.get(index);
    }

    /** Compute a metric; the values by id, in order. */
    public Map<String, MetricValue> compute(Metric metric) {
        Map<String, MetricValue> values = new LinkedHashMap<>();
        metric.compute(this).forEach(value -> values.put(value.descriptor().id(), value));
        return values;
    }
}
