package dev.turbobench.tck;

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
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run that nobody made, with everything in it that makes the life of a reporter hard. */
final class SyntheticRun {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    /** Breaks reports that do not escape what they write. */
    static final String ODD = "a,b;c\t\"quoted\" 'single' <script>alert(1)</script> & | ]]> ünï\u2028çødé \\n \\ {}%s";

    private SyntheticRun() {}

    static RunHeader header(boolean knowsEngine) {
        EngineInfo info = new EngineInfo(
                "model " + ODD,
                "Architecture",
                7_000_000_000L,
                32_000,
                true,
                "fp16",
                "cuda",
                List.of("device " + ODD),
                1,
                Set.of(Capability.STEPS, Capability.CANCELLATION),
                Map.of("kernels", ODD));
        return new RunHeader(
                "run-1",
                START,
                "1.0",
                "model " + ODD,
                "engine",
                knowsEngine ? info : null,
                knowsEngine ? new EngineLimits(64, 8192, 4096, 16) : null,
                results().stream().map(CaseResult::spec).toList(),
                List.of(new ConfigurationEntry("seed", ODD, OptionSource.COMMAND_LINE, "A setting.")),
                Map.of("os", ODD),
                List.of(new PluginIdentity("acme", "1.0", "/plugins/" + ODD, "00")),
                List.of("a notice: " + ODD));
    }

    /** One result of each kind. */
    static List<CaseResult> results() {
        return List.of(
                result(0, CaseStatus.VALID, null, List.of(), values(1)),
                result(1, CaseStatus.INVALID, null, List.of("a note: " + ODD), values(2)),
                result(2, CaseStatus.FAILED, new CaseFailure("PLUGIN_FAILED", ODD), List.of(), List.of()),
                result(3, CaseStatus.SKIPPED, null, List.of("does not fit"), List.of()),
                result(4, CaseStatus.VALID, null, List.of(), values(1e15)));
    }

    static RunSummary summary(List<CaseResult> results) {
        return new RunSummary(START.plusSeconds(90), false, results);
    }

    private static CaseResult result(
            int index, CaseStatus status, @Nullable CaseFailure failure, List<String> notes, List<MetricValue> values) {
        CaseSpec spec = new CaseSpec(index, 1 << index, 128, 2048);
        return new CaseResult(spec, 1, status, notes, failure, values.isEmpty() ? 0 : 10, values);
    }

    private static List<MetricValue> values(double scale) {
        MetricDescriptor throughput = new MetricDescriptor(
                "output_throughput", "output", Unit.TOKENS_PER_SECOND, Direction.HIGHER_IS_BETTER, "Tokens by time.");
        MetricDescriptor latency =
                new MetricDescriptor("odd_latency", ODD, Unit.SECONDS, Direction.LOWER_IS_BETTER, ODD);
        MetricDescriptor none =
                new MetricDescriptor("nothing", "nothing", Unit.RATIO, Direction.NEUTRAL, "Never available.");
        return List.of(
                new MetricValue(throughput, 123.456 * scale, new Interval(100, 150, 0.95, "t"), 10, null),
                MetricValue.of(latency, 1.5e-9 / scale, 3),
                MetricValue.notAvailable(none, 0, "too few samples: " + ODD));
    }
}
