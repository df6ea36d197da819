package dev.turbobench.core.cli;

import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.core.report.ReporterFailure;
import java.nio.file.Files;
import java.util.List;

/** Prints where the reports are, or why one is not there. */
final class ReportPlaces {

    private ReportPlaces() {}

    static void print(Terminal terminal, List<ReportRequest> reports, List<ReporterFailure> failures) {
        for (ReporterFailure failure : failures) {
            terminal.err()
                    .printf(
                            "turbobench: error [%s]: report %s to %s: %s%n",
                            failure.code().name(), failure.reporter(), failure.file(), failure.message());
        }
        for (ReportRequest report : reports) {
            // A reporter may have been told to write somewhere else than to a file.
            if (failures.stream().noneMatch(failure -> concerns(failure, report)) && Files.exists(report.file())) {
                terminal.out()
                        .printf(
                                "%s: %s%n",
                                report.reporter(),
                                report.file().toAbsolutePath().normalize());
            }
        }
    }

    private static boolean concerns(ReporterFailure failure, ReportRequest report) {
        return failure.reporter().equals(report.reporter()) && failure.file().equals(report.file());
    }
}
