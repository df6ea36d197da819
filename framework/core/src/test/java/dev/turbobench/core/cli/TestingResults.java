package dev.turbobench.core.cli;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;

/** Results for tests of what is shown. */
final class TestingResults {

    private TestingResults() {}

    static MetricValue value(String id, String label, Unit unit, double value) {
        return MetricValue.of(new MetricDescriptor(id, label, unit, Direction.NEUTRAL, "A number."), value, 1);
    }

    static CaseResult valid(MetricValue... metrics) {
        return new CaseResult(
                new CaseSpec(0, 16, 128, 256), 1, CaseStatus.VALID, List.of(), null, 10, List.of(metrics));
    }

    static CaseResult failed() {
        return new CaseResult(
                new CaseSpec(1, 64, 128, 256),
                1,
                CaseStatus.FAILED,
                List.of(),
                new CaseFailure("OUT_OF_MEMORY", "no room for the cache"),
                0,
                List.of());
    }

    static CaseResult invalid() {
        return new CaseResult(
                new CaseSpec(2, 64, 1, 1), 1, CaseStatus.INVALID, List.of("requests waited"), null, 10, List.of());
    }
}
