package dev.turbobench.reporters.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Writes a whole text anew after each case, so that a run that is cut off has one too. */
public final class RewrittenReport implements Reporter {

    private final Path path;
    private final BiFunction<RunHeader, List<CaseResult>, String> text;
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable RunHeader header;

    /**
     * Create a report that is not written yet.
     *
     * @param path the file
     * @param text the text for the results so far
     */
    public RewrittenReport(Path path, BiFunction<RunHeader, List<CaseResult>, String> text) {
        this.path = path;
        this.text = text;
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
        // Results may have got notes about the run as a whole meanwhile.
        results.clear();
        results.addAll(summary.results());
        ReplacedFile.write(path, content());
    }

    private byte[] content() {
        return text.apply(Objects.requireNonNull(header, "begin was not called"), results)
                .getBytes(UTF_8);
    }

    @Override
    public void close() {}
}
