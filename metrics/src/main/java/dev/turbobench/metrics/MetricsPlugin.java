package dev.turbobench.metrics;

import dev.turbobench.metrics.batch.BatchMetric;
import dev.turbobench.metrics.batch.KvCacheMetric;
import dev.turbobench.metrics.goodput.GoodputMetricFactory;
import dev.turbobench.metrics.latency.InterTokenLatencyMetric;
import dev.turbobench.metrics.latency.RequestLatencyMetric;
import dev.turbobench.metrics.legacy.LegacyMetricFactory;
import dev.turbobench.metrics.load.LoadMetric;
import dev.turbobench.metrics.memory.MemoryMetric;
import dev.turbobench.metrics.roofline.RooflineMetric;
import dev.turbobench.metrics.telemetry.HostSamplerFactory;
import dev.turbobench.metrics.telemetry.NvmlSamplerFactory;
import dev.turbobench.metrics.throughput.ThroughputMetric;
import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;

/** The plugin with the metrics that come with TurboBench. */
public final class MetricsPlugin implements BenchmarkPlugin {

    @Override
    public List<MetricFactory> metrics() {
        return List.of(
                new FixedMetricFactory(
                        "throughput",
                        "Output, total, per-device, per-user and request throughput.",
                        new ThroughputMetric()),
                new FixedMetricFactory("ttft", "Time to first token.", RequestLatencyMetric.firstToken()),
                new FixedMetricFactory("tpot", "Time per output token.", RequestLatencyMetric.perOutputToken()),
                new FixedMetricFactory(
                        "itl",
                        "Inter-token latency, by emission and amortised by token.",
                        new InterTokenLatencyMetric()),
                new FixedMetricFactory("e2e", "End-to-end latency.", RequestLatencyMetric.endToEnd()),
                new FixedMetricFactory("queue", "Time in the queue of the engine.", RequestLatencyMetric.queued()),
                new FixedMetricFactory("batch", "The batch that really ran.", new BatchMetric()),
                new FixedMetricFactory(
                        "kv-cache", "Use of the KV cache, preemptions and cache hits.", new KvCacheMetric()),
                new FixedMetricFactory("memory", "Device memory by purpose.", new MemoryMetric()),
                new FixedMetricFactory("load", "Time to start the engine, cold and warm.", new LoadMetric()),
                new FixedMetricFactory(
                        "roofline",
                        "Use of bandwidth and compute (MBU, MFU), and distance to the ideal time.",
                        new RooflineMetric()),
                new GoodputMetricFactory(),
                new LegacyMetricFactory());
    }

    @Override
    public List<SamplerFactory> samplers() {
        return List.of(new HostSamplerFactory(), new NvmlSamplerFactory());
    }
}
