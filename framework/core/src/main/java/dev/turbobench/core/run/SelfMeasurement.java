package dev.turbobench.core.run;

import static dev.turbobench.spi.metric.Direction.LOWER_IS_BETTER;

import dev.turbobench.core.stall.StallLog.Span;
import dev.turbobench.core.stall.StallMonitor;
import dev.turbobench.core.stall.StallSummary;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What the tool knows about its own influence on the numbers of a case. */
public final class SelfMeasurement {

    /** How the ids of these metrics begin, which no plugin computes. */
    public static final String PREFIX = "tool_";

    /** Nothing is watched and nothing is said. */
    static final SelfMeasurement OFF = new SelfMeasurement(Map.of(), StallMonitor::off);

    /** Stalls that are worth a note: one that is longer than most steps, or many. */
    private static final long NOTED_NANOS = 20_000_000;

    private static final double NOTED_SHARE = 0.05;

    private static final List<Double> PROBABILITIES =
            List.of(0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.0);

    private static final MetricDescriptor FIRST_TOKEN_MEDIAN = time(
            PREFIX + "ttft_error_p50",
            "tool: TTFT error P50",
            "Median of |recorded - true| TTFT, on an engine with known times at this concurrency, before the run.");
    private static final MetricDescriptor FIRST_TOKEN_P99 = time(
            PREFIX + "ttft_error_p99",
            "tool: TTFT error P99",
            "99th percentile of |recorded - true| TTFT, on an engine with known times at this concurrency.");
    private static final MetricDescriptor GAP_DEVIATION = time(
            PREFIX + "itl_error_sd",
            "tool: ITL error deviation",
            "Root mean square of recorded - true gaps between tokens, on an engine with known times at this concurrency.");
    private static final MetricDescriptor STALLS = new MetricDescriptor(
            PREFIX + "stalls",
            "tool: stalls",
            Unit.COUNT,
            LOWER_IS_BETTER,
            "How often a thread of the tool woke 1 ms late or later in measured rounds.");
    private static final MetricDescriptor LONGEST_STALL =
            time(PREFIX + "stall_longest", "tool: longest stall", "The longest of these stalls, 0 if there was none.");
    private static final MetricDescriptor STALL_SHARE = new MetricDescriptor(
            PREFIX + "stall_share",
            "tool: stalled share",
            Unit.RATIO,
            LOWER_IS_BETTER,
            "Sum of these stalls over the time of all measured rounds.");

    private final Map<Integer, ToolError> errors;
    private final Supplier<StallMonitor> monitors;

    /**
     * Create one for a run.
     *
     * @param errors the error of the tool by concurrency, as far as it was measured
     * @param monitors starts watching
     */
    SelfMeasurement(Map<Integer, ToolError> errors, Supplier<StallMonitor> monitors) {
        this.errors = Map.copyOf(errors);
        this.monitors = monitors;
    }

    private static MetricDescriptor time(String id, String label, String definition) {
        return new MetricDescriptor(id, label, Unit.SECONDS, LOWER_IS_BETTER, definition);
    }

    StallMonitor watch() {
        return monitors.get();
    }

    /** Make numbers of what was seen during a case; what is remarkable is added to the notes. */
    List<MetricValue> evaluate(CaseRecord record, StallMonitor monitor, List<String> notes) {
        List<MetricValue> values = new ArrayList<>();
        ToolError error = errors.get(record.spec().concurrency());
        if (error != null) {
            values.add(seconds(FIRST_TOKEN_MEDIAN, error.firstTokenMedian(), error.requests()));
            values.add(seconds(FIRST_TOKEN_P99, error.firstTokenP99(), error.requests()));
            values.add(seconds(GAP_DEVIATION, error.gapDeviation(), error.gaps()));
        }
        if (monitor.isOn()) {
            addStalls(record, monitor, values, notes);
        }
        return values;
    }

    private static void addStalls(
            CaseRecord record, StallMonitor monitor, List<MetricValue> values, List<String> notes) {
        List<Span> rounds = IntStream.range(0, record.rounds())
                .mapToObj(record::round)
                .map(round -> new Span(round.startNanos(), round.endNanos()))
                .toList();
        StallSummary summary = monitor.stalls().within(rounds);
        double measured = rounds.stream()
                .mapToDouble(round -> round.endNanos() - round.startNanos())
                .sum();
        double share = measured > 0 ? summary.totalNanos() / measured : 0;
        values.add(MetricValue.of(STALLS, summary.count(), record.rounds()));
        values.add(seconds(LONGEST_STALL, (double) summary.longestNanos(), summary.count()));
        values.add(MetricValue.of(STALL_SHARE, share, record.rounds()));
        if (summary.longestNanos() >= NOTED_NANOS || share >= NOTED_SHARE) {
            notes.add("the tool was stopped %d times, %.2f%% of the measured time, longest %.1f ms (%s)"
                    .formatted(
                            summary.count(),
                            100 * share,
                            summary.longestNanos() / 1e6,
                            summary.cause().words()));
        }
    }

    /** How late a thread of the tool woke, which would rather have been on time. */
    List<Distribution> distributions(StallMonitor monitor) {
        Histogram lateness = monitor.lateness();
        if (!monitor.isOn() || lateness.getTotalCount() == 0) {
            return List.of();
        }
        List<Double> values = PROBABILITIES.stream()
                .map(probability -> lateness.getValueAtPercentile(100 * probability) / 1e9)
                .toList();
        return List.of(new Distribution(
                PREFIX + "lateness",
                "tool: lateness of a 1 ms timer",
                Unit.SECONDS,
                lateness.getTotalCount(),
                PROBABILITIES,
                values));
    }

    private static MetricValue seconds(MetricDescriptor descriptor, double nanos, long samples) {
        return MetricValue.of(descriptor, nanos / 1e9, samples);
    }
}
