package dev.turbobench.results;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.ConfigurationEntry;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.report.Stall;
import dev.turbobench.spi.workload.CaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run in which everything occurs that can. */
final class TestingResults {

    static final String HOSTILE = "=1+1|</script><script>alert(1)</script>\u2028\u0000\"\\\n${7*7}\uD83D\uDE80";

    private TestingResults() {}

    static RunHeader header() {
        return new RunHeader(
                "0d9f8f3e-0000",
                Instant.parse("2026-11-24T12:00:00.123456789Z"),
                "0.1.0",
                HOSTILE,
                "turbomind",
                new EngineInfo(
                        HOSTILE,
                        "LlamaForCausalLM",
                        Long.MAX_VALUE,
                        32000,
                        true,
                        "fp16",
                        "cuda",
                        List.of("NVIDIA H100", "NVIDIA H100"),
                        2,
                        Set.of(Capability.STEPS, Capability.SAMPLING),
                        Map.of("attention", "paged")),
                new EngineLimits(64, 4096, 1000, 64),
                results().stream().map(CaseResult::spec).toList(),
                List.of(
                        new ConfigurationEntry("test-round", "10", OptionSource.COMMAND_LINE, "Measured rounds."),
                        new ConfigurationEntry("seed", "0", OptionSource.DEFAULT, "Seed.")),
                Map.of("host", "box-1", "java", HOSTILE),
                List.of(new PluginIdentity("metrics", "0.1.0", "plugins/metrics", "00ff")),
                List.of("the weights are random"));
    }

    /** The header of a run whose engine could not be created. */
    static RunHeader bareHeader() {
        RunHeader full = header();
        return new RunHeader(
                full.runId(),
                full.started(),
                full.version(),
                "m",
                full.engine(),
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of());
    }

    static List<CaseResult> results() {
        return List.of(valid(), invalid(), failed(), skipped());
    }

    static RunSummary summary() {
        return new RunSummary(Instant.parse("2026-11-24T13:00:00Z"), false, results());
    }

    private static CaseResult valid() {
        MetricValue exact = new MetricValue(
                descriptor("throughput_out", "Tokens by time."),
                0.1 + 0.2,
                new Interval(Double.MIN_VALUE, 1e300, 0.95, "bootstrap over rounds"),
                10,
                HOSTILE,
                List.of(1.0 / 3, Double.NaN, -0.0, 5.0));
        return new CaseResult(
                new CaseSpec(0, 16, 128, 2048),
                2,
                CaseStatus.VALID,
                List.of("a note"),
                null,
                2,
                List.of(exact, MetricValue.notAvailable(descriptor("ttft_p99", "P99."), 96, "n/a (n=96 < 473)")),
                details());
    }

    private static CaseDetails details() {
        RoundDetail warm = new RoundDetail(0, 1_000_000_001L, 32, List.of());
        RoundDetail round = new RoundDetail(
                2_000_000_000L,
                999_999_999L,
                32,
                List.of(
                        new RoundDetail.Point(2_100_000_000L, 2048, 0, 15, 3, 99_000_000L),
                        new RoundDetail.Point(2_999_999_999L, 0, 16, 0, 40, 12_000_000L)));
        return new CaseDetails(
                List.of(warm),
                List.of(round, round),
                List.of(new Stall(5, 7_000_000L, "garbage collection")),
                List.of(new Distribution(
                        "ttft",
                        "TTFT",
                        Unit.SECONDS,
                        32,
                        List.of(0.0, 0.5, 1.0),
                        List.of(0.1, 0.30000000000000004, 0.9))),
                List.of(new Series("sm_clock", "SM clock 0", "MHz", List.of(0L, 10_000_000L), List.of(1980.0, 1755.5))),
                new MemoryUsage(List.of(new MemoryUsage.Rank("NVIDIA H100", 1L << 34, 1L << 35, 7, 8, 9))));
    }

    private static CaseResult invalid() {
        // The same metric, but computed in another way.
        MetricValue other = MetricValue.of(descriptor("throughput_out", "Tokens by the wall time."), 7, 1);
        return new CaseResult(
                new CaseSpec(1, 64, 128, 128), 2, CaseStatus.INVALID, List.of("queued"), null, 1, List.of(other));
    }

    private static CaseResult failed() {
        return new CaseResult(
                new CaseSpec(2, 64, 2048, 2048),
                2,
                CaseStatus.FAILED,
                List.of(),
                new CaseFailure("OUT_OF_MEMORY", HOSTILE),
                0,
                List.of());
    }

    private static CaseResult skipped() {
        return new CaseResult(
                new CaseSpec(3, 1, 1, 1), 2, CaseStatus.SKIPPED, List.of("interrupted"), null, 0, List.of());
    }

    private static MetricDescriptor descriptor(String id, String definition) {
        return new MetricDescriptor(id, id, Unit.CELSIUS, Direction.HIGHER_IS_BETTER, definition);
    }
}
