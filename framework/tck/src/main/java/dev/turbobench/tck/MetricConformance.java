package dev.turbobench.tck;

import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.Options;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Extend this in the tests of a metric: every demand of the contract becomes a test. */
public abstract class MetricConformance {

    /** Create the test. */
    protected MetricConformance() {}

    /**
     * Get what creates the metric.
     *
     * @return the factory; never {@code null}
     */
    protected abstract MetricFactory factory();

    /**
     * Get the options to run with.
     *
     * @return the options; the defaults by default
     */
    protected Options options() {
        return Options.of("metric", factory().options(), Map.of());
    }

    @TestFactory
    final Stream<DynamicTest> metricContract() {
        return DynamicChecks.of(MetricChecks.of(factory(), options()));
    }
}
