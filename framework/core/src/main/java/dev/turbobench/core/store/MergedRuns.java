package dev.turbobench.core.store;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;
import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.report.WriteError;
import dev.turbobench.results.ResultDocument;
import dev.turbobench.results.ResultLines;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts runs, possibly of several machines, into one place. They stay what they are: the same case of two of them is two
 * results, told apart by the header of its run.
 */
public final class MergedRuns {

    private MergedRuns() {}

    /**
     * Write one document, or a folder with one folder for each run and the events of those that have them.
     *
     * @param out a file whose name ends in {@code .json}, or else a folder that does not exist
     * @throws BenchmarkException if it cannot be written, or a run is there twice
     */
    public static void write(List<StoredRun> runs, Path out) {
        Map<String, Path> sources = new HashMap<>();
        for (StoredRun run : runs) {
            Path other = sources.putIfAbsent(run.header().runId(), run.source());
            if (other != null) {
                throw new BenchmarkException(
                        RESULT_INVALID,
                        "merge: %s and %s hold the same run %s; name it once"
                                .formatted(other, run.source(), run.header().runId()));
            }
        }
        if (Files.exists(out)) {
            throw new BenchmarkException(
                    OUTPUT_NOT_WRITABLE, "merge: expected a name that does not exist yet, found %s".formatted(out));
        }
        try {
            if (out.toString().endsWith(".json")) {
                writeDocument(runs, out);
            } else {
                writeFolder(runs, out);
            }
        } catch (IOException e) {
            throw new BenchmarkException(
                    () -> WriteError.code(e), "merge: writing %s failed: %s".formatted(out, Failures.oneLine(e)), e);
        }
    }

    private static void writeDocument(List<StoredRun> runs, Path out) throws IOException {
        JsonMapper mapper = new JsonMapper();
        Files.writeString(
                out,
                mapper.writerWithDefaultPrettyPrinter()
                                .writeValueAsString(ResultDocument.ofAll(
                                        runs.stream().map(StoredRun::content).toList()))
                        + "\n");
    }

    private static void writeFolder(List<StoredRun> runs, Path out) throws IOException {
        Files.createDirectories(out);
        for (StoredRun run : runs) {
            Path folder = out.resolve(RunFolder.name(
                    run.header().started(), run.header().model(), run.header().runId()));
            Path cases = folder.resolve(RunFolder.CASES);
            Files.createDirectories(cases);
            for (Path file : run.eventFiles()) {
                Files.copy(file, cases.resolve(file.getFileName()));
            }
            Files.writeString(folder.resolve(StoredRun.RESULTS), lines(run));
        }
    }

    private static String lines(StoredRun run) {
        StringBuilder lines = new StringBuilder(ResultLines.header(run.header()));
        for (CaseResult result : run.results()) {
            lines.append(ResultLines.caseEnded(result));
        }
        RunSummary summary = run.summary();
        if (summary != null) {
            lines.append(ResultLines.end(summary));
        }
        return lines.toString();
    }
}
