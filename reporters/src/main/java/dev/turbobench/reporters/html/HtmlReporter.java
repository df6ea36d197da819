package dev.turbobench.reporters.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turbobench.reporters.file.ReplacedFile;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the page anew after each case, so that a run that is cut off has one too. */
final class HtmlReporter implements Reporter {

    private final HtmlPage page = new HtmlPage();
    private final Path path;
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable RunHeader header;

    HtmlReporter(Path path) {
        this.path = path;
    }

    @Override
    public void begin(RunHeader runHeader) throws IOException {
        header = runHeader;
        writeDraft();
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        results.add(result);
        writeDraft();
    }

    private void writeDraft() throws IOException {
        ReplacedFile.writeDraft(path, render(RunResults.cutOff(known(), results)));
    }

    @Override
    public void end(RunSummary summary) throws IOException {
        ReplacedFile.write(path, render(RunResults.ended(known(), summary)));
    }

    private byte[] render(RunResults run) throws IOException {
        PageModel model = new PageModel(List.of(new ComparedRun(run.header().model(), run)), List.of());
        return page.render(model).getBytes(UTF_8);
    }

    private RunHeader known() {
        return Objects.requireNonNull(header, "begin was not called");
    }

    @Override
    public void close() {}
}
