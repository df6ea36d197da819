package dev.turbobench.core.store;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.results.ResultLines;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run: {@code results.jsonl} with the header, each result and the end, and {@code cases} with the events
 * of each case. What is in it is durable; a run that is cut off leaves everything up to its last finished round.
 */
public final class RunFolder implements RunStore {

    static final String CASES = "cases";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final int NAME_CHARACTERS = 40;
    private static final int ID_CHARACTERS = 8;

    private final Path folder;
    private final StorageFailures failures;
    private final List<CaseResult> stored = new ArrayList<>();
    private @Nullable AppendedLines lines;
    private boolean begun;

    private RunFolder(Path folder) {
        this.folder = folder;
        this.failures = new StorageFailures(folder);
    }

    /**
     * Create the folder of a run.
     *
     * @param parent where the folders of runs are; created if it does not exist
     * @throws BenchmarkException if it cannot be created
     */
    public static RunFolder create(Path parent, Instant started, String model, String runId) {
        Path folder = parent.resolve(name(started, model, runId));
        try {
            Files.createDirectories(folder.resolve(CASES));
            return new RunFolder(folder);
        } catch (IOException e) {
            throw new BenchmarkException(
                    OUTPUT_NOT_WRITABLE,
                    "results: expected a folder that can be created, found %s: %s; use --results DIR for another place, --results \"\" to keep nothing"
                            .formatted(folder, Failures.oneLine(e)),
                    e);
        }
    }

    /** The time, the last part of the model's name and the start of the run's id, which makes it unique. */
    static String name(Instant started, String model, String runId) {
        String word = model.replaceAll("/+$", "").replaceAll(".*/", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        String plain = word.replaceAll("^[.-]+", "");
        String model40 = plain.length() <= NAME_CHARACTERS ? plain : plain.substring(0, NAME_CHARACTERS);
        String id = runId.length() <= ID_CHARACTERS ? runId : runId.substring(0, ID_CHARACTERS);
        return "%s-%s-%s".formatted(TIME.format(started), model40.isEmpty() ? "model" : model40, id);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void begin(RunHeader header) {
        begun = true;
        try {
            lines = AppendedLines.create(folder.resolve(StoredRun.RESULTS));
            lines.append(ResultLines.header(header));
            force(folder);
        } catch (IOException e) {
            failures.add("the header", e);
            closeLines();
        }
    }

    @Override
    public CaseEvents caseStarted(CaseFacts facts) {
        Path cases = folder.resolve(CASES);
        try {
            EventFileWriter file = EventFileWriter.create(cases.resolve(fileName(facts)));
            StoredCaseEvents events = new StoredCaseEvents(file, failures);
            events.begin(facts);
            force(cases);
            return events;
        } catch (IOException e) {
            failures.add("the events of a case", e);
            return CaseEvents.NONE;
        }
    }

    static String fileName(CaseFacts facts) {
        return "%04d-%s%s".formatted(facts.spec().index(), facts.spec().label(), EventFile.SUFFIX);
    }

    /** A file is there after a crash only if its folder was forced too. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    @Override
    public void caseEnded(CaseResult result) {
        stored.add(result);
        append("a result", ResultLines.caseEnded(result));
    }

    @Override
    public void end(RunSummary summary) {
        // What was found out at the end may be noted in results that were stored before.
        summary.results().stream()
                .filter(result -> !stored.contains(result))
                .forEach(result -> append("a result", ResultLines.caseEnded(result)));
        append("the end", ResultLines.end(summary));
        closeLines();
    }

    private void append(String what, String line) {
        if (lines == null) {
            return;
        }
        try {
            lines.append(line);
        } catch (IOException e) {
            failures.add(what, e);
            closeLines();
        }
    }

    private void closeLines() {
        try {
            if (lines != null) {
                lines.close();
            }
        } catch (IOException e) {
            failures.add("the results", e);
        }
        lines = null;
    }

    @Override
    public List<ReporterFailure> failures() {
        return failures.list();
    }

    /** A run that never began leaves no folder behind. */
    @Override
    public void close() {
        closeLines();
        if (!begun) {
            try {
                Files.deleteIfExists(folder.resolve(CASES));
                Files.deleteIfExists(folder);
                if (isEmpty(folder.toAbsolutePath().getParent())) {
                    Files.delete(folder.toAbsolutePath().getParent());
                }
            } catch (IOException e) {
                failures.add("nothing", e);
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            return children.findAny().isEmpty();
        }
    }
}
