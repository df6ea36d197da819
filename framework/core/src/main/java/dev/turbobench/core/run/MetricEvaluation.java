package dev.turbobench.core.run;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.MetricRequest;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

    /** Compute one metric that is not that of a plugin. */
    static MetricEvaluation of(String name, Metric metric) {
        return new MetricEvaluation(List.of(new NamedMetric(name, metric)));
    }

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
        return collect("metric %s", record, notes, metric -> metric.compute(record));
    }

    /** Describe all distributions; what fails is added to the notes. */
    List<Distribution> distributions(CaseRecord record, List<String> notes) {
        return collect("the distributions of metric %s", record, notes, metric -> metric.distributions(record));
    }

    private <T> List<T> collect(
            String subject, CaseRecord record, List<String> notes, Function<Metric, List<T>> question) {
        List<T> answers = new ArrayList<>();
        for (NamedMetric named : metrics) {
            try {
                answers.addAll(question.apply(named.metric()));
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
                String what = subject.formatted(named.name());
                String reason = Failures.ofPlugin("compute", e).getMessage();
                LOG.debug("{} of case {}", what, record.spec().label(), e);
                notes.add("%s could not be computed: %s".formatted(what, reason));
            }
        }
        return answers;
    }
}
