package dev.turbobench.core.run;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.MetricRequest;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.option.Options;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes the metrics of a case. One that fails is missing from the result, with a note, and does no other harm. */
final class MetricEvaluation {

    private static final Logger LOG = LoggerFactory.getLogger(MetricEvaluation.class);

    private final List<NamedMetric> metrics;

    private MetricEvaluation(List<NamedMetric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    private record NamedMetric(String name, Metric metric) {}

    /**
     * Create the metrics.
     *
     * @throws dev.turbobench.spi.error.BenchmarkException if one of them or one of its options does not exist
     */
    static MetricEvaluation of(List<MetricRequest> requests, Components components) {
        List<NamedMetric> metrics = new ArrayList<>();
        for (MetricRequest request : requests) {
            MetricFactory factory = components.metric(request.name());
            Options options = Options.of("metric." + request.name(), factory.options(), request.options());
            metrics.add(new NamedMetric(request.name(), factory.create(options)));
        }
        return new MetricEvaluation(metrics);
    }

    /** Compute all values; what fails is added to the notes. */
    List<MetricValue> compute(CaseRecord record, List<String> notes) {
        List<MetricValue> values = new ArrayList<>();
        for (NamedMetric named : metrics) {
            try {
                values.addAll(named.metric().compute(record));
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
                String reason = Failures.ofPlugin("compute", e).getMessage();
                LOG.error(
                        "metric {} of case {}: {}", named.name(), record.spec().label(), reason, e);
                notes.add("metric %s could not be computed: %s".formatted(named.name(), reason));
            }
        }
        return values;
    }
}
