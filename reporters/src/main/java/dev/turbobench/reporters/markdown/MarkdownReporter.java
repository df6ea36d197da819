package dev.turbobench.reporters.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbobench.reporters.file.ReplacedFile;
import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the table anew after each case, because the widths of its columns may change. */
final class MarkdownReporter implements Reporter {

    private final List<MetricColumn> columns;
    private final Path path;
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable RunHeader header;

    MarkdownReporter(List<MetricColumn> columns, Path path) {
        this.columns = List.copyOf(columns);
        this.path = path;
    }

    @Override
    public void begin(RunHeader runHeader) throws IOException {
        header = runHeader;
        ReplacedFile.writeDraft(path, content());
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        results.add(result);
        ReplacedFile.writeDraft(path, content());
    }

    @Override
    public void end(RunSummary summary) throws IOException {
        ReplacedFile.write(path, content());
    }

    private byte[] content() {
        RunHeader known = Objects.requireNonNull(header, "begin was not called");
        return MarkdownDocument.of(known, results, columns).getBytes(UTF_8);
    }

    @Override
    public void close() {}
}
