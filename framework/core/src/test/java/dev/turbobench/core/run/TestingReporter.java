package dev.turbobench.core.run;

import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what it was told; throws at the event whose name it was given. */
public final class TestingReporter implements ReporterFactory, Reporter {

    public final List<String> events = new CopyOnWriteArrayList<>();
    public List<String> neededMetrics = List.of();
    public @Nullable RunHeader header;
    public @Nullable RunSummary summary;

    private final String name;
    private final String throwsAt;
    private final boolean asInputOutput;

    public TestingReporter(String name, String throwsAt, boolean asInputOutput) {
        this.name = name;
        this.throwsAt = throwsAt;
        this.asInputOutput = asInputOutput;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Remembers everything.";
    }

    @Override
    public String defaultFileName() {
        return name + ".txt";
    }

    @Override
    public List<String> neededMetrics(Options options) {
        return neededMetrics;
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        return this;
    }

    @Override
    public void begin(RunHeader runHeader) throws IOException {
        header = runHeader;
        event("begin");
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        event(result.spec().label() + " " + result.status());
    }

    @Override
    public void end(RunSummary runSummary) throws IOException {
        summary = runSummary;
        event("end");
    }

    @Override
    public void close() throws IOException {
        event("close");
    }

    private void event(String event) throws IOException {
        events.add(event);
        if (!throwsAt.isEmpty() && event.startsWith(throwsAt)) {
            if (asInputOutput) {
                throw new IOException("No space left on device");
            }
            throw new IllegalStateException("reporter broke");
        }
    }
}
