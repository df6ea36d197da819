package dev.turbobench.reporters.csv;

import dev.turbobench.reporters.file.AppendedFile;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Appends one row of a legacy table for each case. */
final class LegacyCsvReporter implements Reporter {

    private final LegacyTable table;
    private final Path path;
    private @Nullable AppendedFile file;

    LegacyCsvReporter(LegacyTable table, Path path) {
        this.table = table;
        this.path = path;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        file = AppendedFile.create(path);
        file.append(CsvText.record(table.header()));
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        Objects.requireNonNull(file, "begin was not called").append(CsvText.record(table.row(result)));
    }

    @Override
    public void end(RunSummary summary) {}

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
