package dev.turbobench.core.cli;

import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.core.run.RunOutcome;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Prints how a run ended: the table of its cases, what is wrong with some of them, and where the reports are. */
final class OutcomePrinter {

    private final Terminal terminal;
    private final PrintWriter out;

    OutcomePrinter(Terminal terminal) {
        this.terminal = terminal;
        this.out = terminal.out();
    }

    void print(RunConfig config, RunOutcome outcome) {
        out.println();
        ResultTable.of(outcome.results()).print(out);
        out.println();
        for (CaseResult result : outcome.results()) {
            CaseFailure failure = result.failure();
            if (failure != null) {
                out.printf(
                        "%s %s: [%s] %s%n", result.spec().label(), result.status(), failure.code(), failure.message());
            }
            result.notes()
                    .forEach(note -> out.printf("%s %s: %s%n", result.spec().label(), result.status(), note));
        }
        outcome.findings().forEach(out::println);
        if (outcome.interrupted()) {
            out.println("interrupted: the run was stopped before all cases were done");
        }
        Set<String> failed = new HashSet<>();
        for (ReporterFailure failure : outcome.reporterFailures()) {
            failed.add(failure.reporter() + failure.file());
            terminal.err()
                    .printf(
                            "turbobench: error [%s]: report %s to %s: %s%n",
                            failure.code().name(), failure.reporter(), failure.file(), failure.message());
        }
        for (ReportRequest report : config.output().reports()) {
            // A reporter may have been told to write somewhere else than to a file.
            if (!failed.contains(report.reporter() + report.file()) && Files.exists(report.file())) {
                out.printf(
                        "%s: %s%n",
                        report.reporter(), report.file().toAbsolutePath().normalize());
            }
        }
        Path folder = outcome.folder();
        if (folder != null) {
            out.printf("results: %s%n", folder.toAbsolutePath().normalize());
        }
        terminal.flush();
    }
}
