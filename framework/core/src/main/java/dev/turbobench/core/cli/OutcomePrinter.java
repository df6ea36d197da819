package dev.turbobench.core.cli;

import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.run.RunOutcome;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import java.io.PrintWriter;
import java.nio.file.Path;

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
        ReportPlaces.print(terminal, config.output().reports(), outcome.reporterFailures());
        Path folder = outcome.folder();
        if (folder != null) {
            out.printf("results: %s%n", folder.toAbsolutePath().normalize());
        }
        terminal.flush();
    }
}
