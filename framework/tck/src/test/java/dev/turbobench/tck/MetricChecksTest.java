package dev.turbobench.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.Options;
import dev.turbobench.tck.CheckResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetricChecksTest {

    private static final MetricDescriptor SPAN =
            descriptor("span", Unit.SECONDS, "Time of the first round, in seconds.");

    private static MetricDescriptor descriptor(String id, Unit unit, String definition) {
        return new MetricDescriptor(id, "span", unit, Direction.LOWER_IS_BETTER, definition);
    }

    private static double span(CaseRecord record) {
        RoundRecord round = record.round(0);
        return (round.endNanos() - round.startNanos()) / 1e9;
    }

    private record SampleFactory(String name, Metric metric) implements MetricFactory {

        @Override
        public String description() {
            return "Measures the first round.";
        }

        @Override
        public Metric create(Options options) {
            return metric;
        }
    }

    private static List<CheckResult> failures(String name, Metric metric) {
        SampleFactory factory = new SampleFactory(name, metric);
        List<CheckResult> results = new ArrayList<>();
        for (Check check : MetricChecks.of(factory, Options.of("metric", factory.options(), Map.of()))) {
            CheckResult result = Conformance.run(check, Duration.ofMinutes(2));
            if (result.outcome() != Outcome.PASSED) {
                results.add(result);
            }
        }
        return results;
    }

    @Test
    void findsNothingWrongWithAGoodMetric() {
        assertThat(failures("span", record -> List.of(MetricValue.of(SPAN, span(record), 1))))
                .isEmpty();
    }

    static Stream<Arguments> defects() {
        AtomicLong calls = new AtomicLong();
        long[] last = new long[1];
        return Stream.of(
                defect("declaration", "Not A Name", record -> List.of()),
                defect(
                        "descriptors",
                        "twice",
                        record -> List.of(MetricValue.of(SPAN, 1, 1), MetricValue.of(SPAN, 2, 1))),
                defect(
                        "descriptors",
                        "undefined",
                        record -> List.of(MetricValue.of(descriptor("x", Unit.COUNT, " "), 1, 1))),
                defect(
                        "stable-ids",
                        "unit",
                        record -> List.of(MetricValue.of(
                                descriptor("x", record.rounds() > 3 ? Unit.COUNT : Unit.BYTES, "It."), 1, 1))),
                defect("numbers", "infinite", record -> List.of(MetricValue.of(SPAN, 1 / 0.0, 1))),
                defect("numbers", "silent", record -> List.of(MetricValue.of(SPAN, Double.NaN, 0))),
                defect(
                        "intervals",
                        "beside",
                        record -> List.of(new MetricValue(SPAN, 5, new Interval(1, 2, 0.95, "t"), 1, null))),
                defect("pure", "counts", record -> List.of(MetricValue.of(SPAN, calls.getAndIncrement() / 1.0, 1))),
                defect(
                        "time-origin",
                        "absolute",
                        record -> List.of(MetricValue.of(SPAN, record.round(0).endNanos() / 1e9, 1))),
                defect("incomplete", "trusting", record -> {
                    RoundRecord round = record.round(0);
                    int request = round.requests() - 1;
                    int tokens = round.emissionTokens(request, 0);
                    int share = tokens / round.completionTokens(request);
                    return List.of(MetricValue.of(SPAN, share, 1));
                }),
                defect("thread-safety", "shared", record -> {
                    last[0] = record.round(0).endNanos() - record.round(0).startNanos();
                    long until = System.nanoTime() + 100_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    return List.of(MetricValue.of(SPAN, last[0] / 1e9, 1));
                }),
                defect("distributions", "unsorted", new Metric() {
                    @Override
                    public List<MetricValue> compute(CaseRecord record) {
                        return List.of();
                    }

                    @Override
                    public List<Distribution> distributions(CaseRecord record) {
                        return List.of(
                                new Distribution("d", "d", Unit.SECONDS, 2, List.of(0.1, 0.9), List.of(2.0, 1.0)));
                    }
                }),
                defect("class-loader", "loader", record -> {
                    try {
                        Thread.currentThread().getContextClassLoader().loadClass(MetricChecksTest.class.getName());
                        return List.of();
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    private static Arguments defect(String check, String name, Metric metric) {
        return Arguments.of(check, name, metric);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void catchesEveryDefect(String check, String name, Metric metric) {
        assertThat(failures(name, metric))
                .extracting(result -> result.check().id())
                .contains(check);
    }
}
