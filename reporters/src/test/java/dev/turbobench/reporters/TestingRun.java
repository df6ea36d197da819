package dev.turbobench.reporters;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.ConfigurationEntry;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Headers and results written down by hand. */
public final class TestingRun {

    /** What somebody could call a model to do harm. */
    public static final String HOSTILE = "=HYPERLINK(\"http://x\")|</script><script>alert(1)</script>\u2028`**\n${7*7}";

    private TestingRun() {}

    public static RunHeader header(String model) {
        return new RunHeader(
                "20261124-120000-abcd",
                Instant.parse("2026-11-24T12:00:00Z"),
                "0.1.0",
                model,
                "turbomind",
                new EngineInfo(
                        model,
                        "LlamaForCausalLM",
                        6_738_415_616L,
                        32000,
                        true,
                        "fp16",
                        "cuda",
                        List.of("NVIDIA H100"),
                        1,
                        Set.of(Capability.STEPS, Capability.SAMPLING),
                        Map.of("attention", "paged")),
                new EngineLimits(64, 4096, 1000, 64),
                List.of(new CaseSpec(0, 1, 128, 128), new CaseSpec(1, 16, 128, 128)),
                List.of(new ConfigurationEntry("rounds", "10", OptionSource.COMMAND_LINE, "Measured rounds.")),
                Map.of("os", "Linux", "java", "17.0.15"),
                List.of(new PluginIdentity("metrics", "0.1.0", "plugins/metrics", "00ff")),
                List.of("The weights are random: the tokens mean nothing."));
    }

    public static CaseResult valid(int index, int concurrency, MetricValue... metrics) {
        return result(index, concurrency, CaseStatus.VALID, List.of(), metrics);
    }

    public static CaseResult result(
            int index, int concurrency, CaseStatus status, List<String> notes, MetricValue... metrics) {
        return new CaseResult(
                new CaseSpec(index, concurrency, 128, 2048), 1, status, notes, null, 10, List.of(metrics));
    }

    public static CaseResult failed(int index, String message) {
        return new CaseResult(
                new CaseSpec(index, 64, 128, 2048),
                1,
                CaseStatus.FAILED,
                List.of(),
                new CaseFailure("OUT_OF_MEMORY", message),
                0,
                List.of());
    }

    /** The legacy metrics, with values 1.5, 2.5 and so on in the order of the legacy table with 13 columns. */
    public static MetricValue[] legacyMetrics() {
        List<MetricValue> values = new ArrayList<>();
        double value = 1.5;
        for (String id : List.of(
                "throughput_total",
                "throughput_out",
                "mem",
                "ftl_ave",
                "ftl_min",
                "ftl_max",
                "p50",
                "p75",
                "p95",
                "p99")) {
            Unit unit =
                    id.startsWith("throughput") ? Unit.TOKENS_PER_SECOND : id.equals("mem") ? Unit.BYTES : Unit.SECONDS;
            values.add(metric("legacy_" + id, unit, unit == Unit.BYTES ? value * (1L << 30) : value));
            value++;
        }
        return values.toArray(MetricValue[]::new);
    }

    public static MetricValue metric(String id, Unit unit, double value) {
        return MetricValue.of(descriptor(id, unit), value, 10);
    }

    public static MetricValue metric(String id, Unit unit, double value, double low, double high) {
        return new MetricValue(descriptor(id, unit), value, new Interval(low, high, 0.95, "by hand"), 10, null);
    }

    public static MetricDescriptor descriptor(String id, Unit unit) {
        Direction direction = unit == Unit.SECONDS ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER;
        return new MetricDescriptor(id, id, unit, direction, "Definition of " + id + ".");
    }

    /** Run a reporter from begin to end. */
    public static void complete(Reporter reporter, RunHeader header, CaseResult... results) throws IOException {
        try (reporter) {
            reporter.begin(header);
            for (CaseResult result : results) {
                reporter.caseCompleted(result);
            }
            reporter.end(new RunSummary(Instant.parse("2026-11-24T13:00:00Z"), false, List.of(results)));
        }
    }
}
