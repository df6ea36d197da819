package dev.turbobench.core.store;

import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;

import dev.turbobench.core.component.Failures;
import dev.turbobench.results.ResultReader;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run that was read from disk.
 *
 * @param source the folder or file it came from
 * @param content what was measured
 */
public record StoredRun(Path source, RunResults content) {

    /** In the folder of a run, the file with its results. */
    static final String RESULTS = "results.jsonl";

    /**
     * Read results: the folder of a run, or a file of the reporter {@code json}, complete or {@code .partial.jsonl}; or
     * what {@code merge} made of several of them.
     *
     * @return at least one run
     * @throws BenchmarkException if there are none, or they cannot be read
     */
    public static List<StoredRun> read(Path source) {
        if (!Files.isDirectory(source)) {
            return read(source, source);
        }
        Path results = source.resolve(RESULTS);
        if (Files.exists(results)) {
            return read(source, results);
        }
        List<Path> folders = children(source).stream()
                .filter(child -> Files.exists(child.resolve(RESULTS)))
                .toList();
        if (folders.isEmpty()) {
            throw notAFolder(source);
        }
        return readAll(folders);
    }

    private static List<StoredRun> read(Path source, Path file) {
        return ResultReader.read(file).stream()
                .map(run -> new StoredRun(source, run))
                .toList();
    }

    /**
     * Read the folder of one run, with its events.
     *
     * @throws BenchmarkException if it is something else
     */
    public static StoredRun readFolder(Path folder) {
        if (!Files.exists(folder.resolve(RESULTS))) {
            throw notAFolder(folder);
        }
        return readOne(folder);
    }

    private static BenchmarkException notAFolder(Path folder) {
        return new BenchmarkException(
                RESULT_INVALID,
                "%s: expected the folder of a run, but there is no %s in it".formatted(folder, RESULTS));
    }

    /**
     * Read one run.
     *
     * @throws BenchmarkException also if there are several
     */
    public static StoredRun readOne(Path source) {
        List<StoredRun> runs = read(source);
        if (runs.size() != 1) {
            throw new BenchmarkException(
                    RESULT_INVALID, "%s: expected one run, found %d together".formatted(source, runs.size()));
        }
        return runs.get(0);
    }

    /**
     * Read everything that was named.
     *
     * @return the runs in the order of their sources
     */
    public static List<StoredRun> readAll(List<Path> sources) {
        List<StoredRun> runs = new ArrayList<>();
        sources.forEach(source -> runs.addAll(read(source)));
        return runs;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        } catch (IOException e) {
            throw new BenchmarkException(RESULT_INVALID, "%s: %s".formatted(folder, Failures.oneLine(e)), e);
        }
    }

    /** The files with the events of the cases; empty if the run did not come from its folder. */
    public List<Path> eventFiles() {
        Path cases = source.resolve(RunFolder.CASES);
        if (!Files.isDirectory(cases)) {
            return List.of();
        }
        return children(cases).stream()
                .filter(file -> file.toString().endsWith(EventFile.SUFFIX))
                .toList();
    }

    public RunHeader header() {
        return content.header();
    }

    /** What was known after the last case; {@code null} if the run was cut off. */
    public @Nullable RunSummary summary() {
        return content.summary();
    }

    public List<CaseResult> results() {
        return content.results();
    }

    /** The header as reports show it: it tells if the run was cut off. */
    public RunHeader shownHeader() {
        RunHeader header = header();
        if (summary() != null) {
            return header;
        }
        List<String> notices = new ArrayList<>(header.notices());
        notices.add("the run was cut off after %d of %d cases; this is what it had measured until then"
                .formatted(results().size(), header.cases().size()));
        return new RunHeader(
                header.runId(),
                header.started(),
                header.version(),
                header.model(),
                header.engine(),
                header.engineInfo(),
                header.engineLimits(),
                header.cases(),
                header.configuration(),
                header.environment(),
                header.plugins(),
                notices);
    }

    /** The summary as reports show it: a run that was cut off ended when it last wrote something. */
    public RunSummary shownSummary() {
        RunSummary summary = summary();
        return summary != null ? summary : new RunSummary(lastWritten(), true, results());
    }

    private Instant lastWritten() {
        Path file = Files.isDirectory(source) ? source.resolve(RESULTS) : source;
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return header().started();
        }
    }
}
