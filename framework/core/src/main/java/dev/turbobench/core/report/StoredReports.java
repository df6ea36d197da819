package dev.turbobench.core.report;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ComparisonReporter;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.report.RunComparison;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes reports about runs that ended long ago. */
public final class StoredReports {

    private StoredReports() {}

    /**
     * Write the reports of one run.
     *
     * @return the reports that could not be written
     * @throws BenchmarkException if there is no such reporter or option, or a target cannot be written
     */
    public static List<ReporterFailure> write(
            RunHeader header, RunSummary summary, List<ReportRequest> requests, Components components) {
        try (ReporterDispatcher reporters = ReporterDispatcher.open(requests, components)) {
            reporters.begin(header);
            summary.results().forEach(reporters::caseCompleted);
            reporters.end(summary);
            return reporters.failures();
        }
    }

    /**
     * Write reports that show several runs.
     *
     * @return the reports that could not be written
     * @throws BenchmarkException if there is no such reporter or option, one cannot show several runs, or a target cannot
     *     be written
     */
    public static List<ReporterFailure> compare(
            RunComparison comparison, List<ReportRequest> requests, Components components) {
        List<ComparisonReporter> reporters = new ArrayList<>();
        for (ReportRequest request : requests) {
            ReporterFactory factory = components.reporter(request.reporter());
            Options options = Options.of("reporter." + request.reporter(), factory.options(), request.options());
            TargetCheck.check(request.reporter(), request.file());
            reporters.add(factory.createComparison(options, new ReportTarget(request.file()))
                    .orElseThrow(() -> new BenchmarkException(
                            INVALID_CONFIGURATION,
                            "report: %s shows one run, found %d; give one run, or a reporter that shows several, such as html"
                                    .formatted(
                                            request.reporter(),
                                            comparison.runs().size()))));
        }
        List<ReporterFailure> failures = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            ReportRequest request = requests.get(i);
            try {
                reporters.get(i).write(comparison);
            } catch (IOException e) {
                failures.add(
                        failure(request, new BenchmarkException(() -> WriteError.code(e), Failures.oneLine(e), e)));
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
                failures.add(failure(request, Failures.ofPlugin("reporter " + request.reporter(), e)));
            }
        }
        return failures;
    }

    private static ReporterFailure failure(ReportRequest request, BenchmarkException error) {
        return new ReporterFailure(
                request.reporter(), request.file(), error.errorCode(), String.valueOf(error.getMessage()));
    }
}
