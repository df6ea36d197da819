package dev.turbobench.core.config;

import dev.turbobench.spi.report.ConfigurationEntry;
import java.util.List;

/**
 * Everything that was asked for, merged from all sources.
 *
 * @param engine what to run
 * @param workload the matrix
 * @param rounds how often to run each case
 * @param execution how the cases follow one another
 * @param output what to compute and where to write it
 * @param effective the value of every setting and where it came from, for reports
 * @param notices what every reader of a result must know
 */
public record RunConfig(
        EngineSelection engine,
        WorkloadConfig workload,
        RoundsConfig rounds,
        ExecutionConfig execution,
        OutputConfig output,
        List<ConfigurationEntry> effective,
        List<String> notices) {

    public RunConfig {
        effective = List.copyOf(effective);
        notices = List.copyOf(notices);
    }
}
