package dev.turbobench.reporters.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbobench.reporters.file.ReplacedFile;
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

/** Writes the whole file anew after each case; cases that have not run are skipped tests. */
final class JunitReporter implements Reporter {

    private final Path path;
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable RunHeader header;

    JunitReporter(Path path) {
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
        return JunitDocument.of(known, results).getBytes(UTF_8);
    }

    @Override
    public void close() {}
}
