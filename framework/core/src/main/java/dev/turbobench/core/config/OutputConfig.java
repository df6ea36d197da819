package dev.turbobench.core.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to compute and where to write it.
 *
 * @param reports the reports, in the order in which they are told about results
 * @param metrics the metrics, in the order in which reports show them
 * @param samplers what watches the machine while cases run
 * @param results where to keep the runs with all their events; {@code null} for nowhere
 */
public record OutputConfig(
        List<ReportRequest> reports,
        List<MetricRequest> metrics,
        List<SamplerRequest> samplers,
        @Nullable Path results) {

    public OutputConfig {
        reports = List.copyOf(reports);
        metrics = List.copyOf(metrics);
        samplers = List.copyOf(samplers);
    }
}
