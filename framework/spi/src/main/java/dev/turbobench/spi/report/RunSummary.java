package dev.turbobench.spi.report;

import java.time.Instant;
import java.util.List;

/**
 * What is known after the last case.
 *
 * @param ended when the run ended
 * @param interrupted true if it was stopped before all cases were done
 * @param results every result, in the order in which the cases ended
 */
public record RunSummary(Instant ended, boolean interrupted, List<CaseResult> results) {

    public RunSummary {
        results = List.copyOf(results);
    }
}
