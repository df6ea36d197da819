package dev.turbobench.core.plugin;

import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;

/** A reporter of a plugin, called on a thread of its own. */
final class GuardedReporter implements Reporter {

    private final PluginCalls calls;
    private final Reporter reporter;
    private final String name;

    GuardedReporter(PluginCalls calls, Reporter reporter, String name) {
        this.calls = calls.apart();
        this.reporter = reporter;
        this.name = name;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        calls.<IOException>run("begin of " + name, () -> reporter.begin(header));
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        calls.<IOException>run("caseCompleted of " + name, () -> reporter.caseCompleted(result));
    }

    @Override
    public void end(RunSummary summary) throws IOException {
        calls.<IOException>run("end of " + name, () -> reporter.end(summary));
    }

    @Override
    public void close() throws IOException {
        calls.<IOException>run("close of " + name, reporter::close);
        calls.rest();
    }
}
