package dev.turbobench.core.store;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.core.report.WriteError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What could not be stored of a run. */
final class StorageFailures {

    private static final Logger LOG = LoggerFactory.getLogger(StorageFailures.class);

    private final Path folder;
    private final List<ReporterFailure> failures = new ArrayList<>();

    StorageFailures(Path folder) {
        this.folder = folder;
    }

    void add(String what, Throwable thrown) {
        String message = "results: writing %s to %s failed: %s".formatted(what, folder, Failures.oneLine(thrown));
        LOG.error("{}", message);
        LOG.debug("{}", message, thrown);
        failures.add(new ReporterFailure("results", folder, WriteError.code(thrown), message));
    }

    List<ReporterFailure> list() {
        return List.copyOf(failures);
    }
}
