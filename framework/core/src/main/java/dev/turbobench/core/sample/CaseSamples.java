package dev.turbobench.core.sample;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.Series;
import java.util.List;

/**
 * What the samplers have to say about a case.
 *
 * @param series for charts, from the first round on, warm-up included
 * @param metrics numbers of the measured rounds
 * @param notes what could not be sampled, and what sampling cost if that matters
 */
public record CaseSamples(List<Series> series, List<MetricValue> metrics, List<String> notes) {

    public CaseSamples {
        series = List.copyOf(series);
        metrics = List.copyOf(metrics);
        notes = List.copyOf(notes);
    }
}
