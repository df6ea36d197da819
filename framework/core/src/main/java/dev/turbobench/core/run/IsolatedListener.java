package dev.turbobench.core.run;

import dev.turbobench.core.component.Failures;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a display that fails from ending the run. */
final class IsolatedListener implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(IsolatedListener.class);

    private final RunListener listener;

    IsolatedListener(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public void engineReady(RunHeader header, RunProgress progress) {
        call("engineReady", () -> listener.engineReady(header, progress));
    }

    @Override
    public void caseStarted(CaseSpec spec) {
        call("caseStarted", () -> listener.caseStarted(spec));
    }

    @Override
    public void warmupFinished(CaseSpec spec) {
        call("warmupFinished", () -> listener.warmupFinished(spec));
    }

    @Override
    public void roundFinished(CaseSpec spec, int round, long completionTokens, long elapsedNanos) {
        call("roundFinished", () -> listener.roundFinished(spec, round, completionTokens, elapsedNanos));
    }

    @Override
    public void caseFinished(CaseResult result) {
        call("caseFinished", () -> listener.caseFinished(result));
    }

    @Override
    public void runFinished(RunSummary summary) {
        call("runFinished", () -> listener.runFinished(summary));
    }

    private static void call(String event, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("display failed at {}: {}", event, Failures.oneLine(e));
            LOG.debug("display failed", e);
        }
    }
}
