package dev.turbobench.core.run;

import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param interrupted true if it was stopped before all cases were done
 * @param results one result for each case of the matrix
 * @param reporterFailures the reports that could not be written
 * @param findings what was found out about the run as a whole, one line each
 * @param folder where the run is kept; {@code null} if it is not
 */
public record RunOutcome(
        boolean interrupted,
        List<CaseResult> results,
        List<ReporterFailure> reporterFailures,
        List<String> findings,
        @Nullable Path folder) {

    /** What shells return for a command that Ctrl-C ended: 128 plus the number of SIGINT. */
    public static final int EXIT_INTERRUPTED = 130;

    /** At least one case has no valid numbers. */
    public static final int EXIT_CASES = 1;

    public RunOutcome {
        results = List.copyOf(results);
        reporterFailures = List.copyOf(reporterFailures);
        findings = List.copyOf(findings);
    }

    /**
     * Get the exit code of the command: the first of interrupted, a lost report (by its error type) and a case that is
     * not valid; otherwise 0.
     */
    public int exitCode() {
        if (interrupted) {
            return EXIT_INTERRUPTED;
        }
        if (!reporterFailures.isEmpty()) {
            return reporterFailures.get(0).code().type().exitCode();
        }
        boolean allValid = results.stream().allMatch(result -> result.status() == CaseStatus.VALID);
        return allValid ? 0 : EXIT_CASES;
    }
}
