package dev.turbobench.core.report;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all reporters what happened. One that throws is logged, is not called again but to be closed, and does not keep
 * the others from being called.
 */
public final class ReporterDispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReporterDispatcher.class);

    private final List<Entry> entries = new ArrayList<>();
    private final List<ReporterFailure> failures = new ArrayList<>();
    private final Map<String, List<String>> neededMetrics = new LinkedHashMap<>();

    private ReporterDispatcher() {}

    /**
     * Create the reporters and find out whether they can write, without changing a target that exists.
     *
     * @throws BenchmarkException if there is no such reporter or option, or a target cannot be written
     */
    public static ReporterDispatcher open(List<ReportRequest> requests, Components components) {
        Map<Path, String> targets = new HashMap<>();
        for (ReportRequest request : requests) {
            String other = targets.put(request.file().toAbsolutePath().normalize(), request.reporter());
            if (other != null) {
                throw new BenchmarkException(
                        INVALID_CONFIGURATION,
                        "report: %s and %s would write to the same file: %s"
                                .formatted(other, request.reporter(), request.file()));
            }
        }
        ReporterDispatcher dispatcher = new ReporterDispatcher();
        try {
            for (ReportRequest request : requests) {
                ReporterFactory factory = components.reporter(request.reporter());
                Options options = Options.of("reporter." + request.reporter(), factory.options(), request.options());
                TargetCheck.check(request.reporter(), request.file());
                Reporter reporter = factory.create(options, new ReportTarget(request.file()));
                dispatcher.entries.add(new Entry(request.reporter(), request.file(), reporter));
                dispatcher.neededMetrics.put(request.reporter(), factory.neededMetrics(options));
            }
            return dispatcher;
        } catch (RuntimeException | Error e) {
            dispatcher.close();
            throw e;
        }
    }

    /**
     * Say which reports will have empty places because a metric is not computed.
     *
     * @param metrics names of the metrics that are computed
     * @return one line for each such report
     */
    public List<String> notices(Collection<String> metrics) {
        List<String> notices = new ArrayList<>();
        neededMetrics.forEach((reporter, needed) -> {
            List<String> missing =
                    needed.stream().filter(name -> !metrics.contains(name)).toList();
            if (!missing.isEmpty()) {
                notices.add("%s: its numbers come from metric %s, which is not computed, so they will be missing"
                        .formatted(reporter, String.join(", ", missing)));
            }
        });
        return notices;
    }

    /**
     * The run starts. Nothing was measured yet, so a reporter that cannot start is a reason not to.
     *
     * @throws BenchmarkException if a reporter failed
     */
    public void begin(RunHeader header) {
        each("begin", reporter -> reporter.begin(header));
        if (!failures.isEmpty()) {
            ReporterFailure first = failures.get(0);
            throw new BenchmarkException(first::code, first.message());
        }
    }

    public void caseCompleted(CaseResult result) {
        each("case " + result.spec().label(), reporter -> reporter.caseCompleted(result));
    }

    /** The run has ended: all reporters end and are closed. */
    public void end(RunSummary summary) {
        each("end", reporter -> reporter.end(summary));
        close();
    }

    /** The reports that could not be written, so far. */
    public List<ReporterFailure> failures() {
        return List.copyOf(failures);
    }

    /** Close all reporters, also those that failed, in reverse order. Idempotent. */
    @Override
    public void close() {
        while (!entries.isEmpty()) {
            Entry entry = entries.remove(entries.size() - 1);
            attempt(entry, "close", Reporter::close);
        }
    }

    private void each(String event, Call call) {
        for (Entry entry : entries) {
            if (!entry.failed) {
                attempt(entry, event, call);
            }
        }
    }

    private void attempt(Entry entry, String event, Call call) {
        try {
            call.on(entry.reporter);
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
            BenchmarkException error = error(entry, event, e);
            LOG.error("{}", error.getMessage());
            LOG.debug("{}", error.getMessage(), e);
            if (!entry.failed) {
                failures.add(new ReporterFailure(entry.name, entry.file, error.errorCode(), error.getMessage()));
            }
            entry.failed = true;
        }
    }

    private static BenchmarkException error(Entry entry, String event, Throwable thrown) {
        String where = "reporter %s: writing %s at %s".formatted(entry.name, entry.file, event);
        if (thrown instanceof IOException) {
            return new BenchmarkException(
                    () -> WriteError.code(thrown), where + " failed: " + Failures.oneLine(thrown), thrown);
        }
        return Failures.ofPlugin(where, thrown);
    }

    @FunctionalInterface
    private interface Call {
        void on(Reporter reporter) throws IOException;
    }

    private static final class Entry {

        private final String name;
        private final Path file;
        private final Reporter reporter;
        private boolean failed;

        Entry(String name, Path file, Reporter reporter) {
            this.name = name;
            this.file = file;
            this.reporter = reporter;
        }
    }
}
