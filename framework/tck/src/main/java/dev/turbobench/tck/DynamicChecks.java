package dev.turbobench.tck;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** Checks as tests of JUnit. */
final class DynamicChecks {

    private DynamicChecks() {}

    static Stream<DynamicTest> of(List<Check> checks) {
        return checks.stream()
                .map(check -> DynamicTest.dynamicTest("%s: %s".formatted(check.id(), check.description()), () -> {
                    CheckResult result = Conformance.run(check, Conformance.PATIENCE);
                    switch (result.outcome()) {
                        case PASSED -> {}
                        case FAILED -> Assertions.fail(result.message());
                        case SKIPPED -> Assumptions.abort(result.message());
                    }
                }));
    }
}
