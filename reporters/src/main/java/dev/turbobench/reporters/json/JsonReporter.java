package dev.turbobench.reporters.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.reporters.file.AppendedFile;
import dev.turbobench.reporters.file.ReplacedFile;
import dev.turbobench.results.ResultDocument;
import dev.turbobench.results.ResultLines;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends a line to {@code FILE.partial.jsonl} for the header and for each case, and at the end replaces {@code FILE} by
 * one document. A run that was cut off leaves the lines.
 */
final class JsonReporter implements Reporter {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path path;
    private final Path linesPath;
    private final boolean keepLines;
    private @Nullable RunHeader header;
    private @Nullable AppendedFile lines;

    JsonReporter(Path path, boolean keepLines) {
        this.path = path;
        this.linesPath = Path.of(path + ".partial.jsonl");
        this.keepLines = keepLines;
    }

    @Override
    public void begin(RunHeader runHeader) throws IOException {
        header = runHeader;
        if (!Files.exists(path) || Files.isRegularFile(path)) {
            lines = AppendedFile.create(linesPath);
            append(ResultLines.header(runHeader));
        }
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        append(ResultLines.caseEnded(result));
    }

    private void append(String line) throws IOException {
        if (lines != null) {
            lines.append(line);
        }
    }

    @Override
    public void end(RunSummary summary) throws IOException {
        ObjectNode document = ResultDocument.of(Objects.requireNonNull(header, "begin was not called"), summary);
        String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        ReplacedFile.write(path, text.getBytes(UTF_8));
        append(ResultLines.end(summary));
        close();
        if (!keepLines) {
            Files.deleteIfExists(linesPath);
        }
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}
