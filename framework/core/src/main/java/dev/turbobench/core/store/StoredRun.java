package dev.turbobench.core.store;

import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;

import dev.turbobench.results.ResultReader;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        throw new BenchmarkException(
                RESULT_INVALID,
                "%s: expected the folder of a run, but there is no %s in it".formatted(source, RESULTS));
    }

    private static List<StoredRun> read(Path source, Path file) {
        return ResultReader.read(file).stream()
                .map(run -> new StoredRun(source, run))
                .toList();
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
                    RESULT_INVALID, "%s: expected one run, found %d that were merged".formatted(source, runs.size()));
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
}
