package dev.turbobench.core.cli;

import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.run.RunListener;
import dev.turbobench.core.run.RunProgress;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.workload.CaseSpec;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run while it goes on: the header, then for each case a bar that moves on terminals, and lines elsewhere.
 *
 * <p>What happens between the events is polled from the counters of the run by a thread of its own.
 */
final class RunView implements RunListener, AutoCloseable {

    private static final long PERIOD_MILLIS = 200;

    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;

    private final Terminal terminal;
    private final RunConfig config;
    private final boolean shown;
    private final Ticker ticker;
    private final StatusLine status;
    private final Thread painter = new Thread(this::paint, "progress");
    private volatile boolean closed;
    private @Nullable RunProgress progress;
    private @Nullable CaseView current;

    RunView(Terminal terminal, RunConfig config, boolean shown, Ticker ticker) {
        this.terminal = terminal;
        this.config = config;
        this.shown = shown;
        this.ticker = ticker;
        this.status = new StatusLine(terminal);
        painter.setDaemon(true);
        if (shown && terminal.errInteractive()) {
            status.show("loading %s ...".formatted(config.engine().model()));
        }
    }

    @Override
    public synchronized void engineReady(RunHeader header, RunProgress counters) {
        status.clear();
        new HeaderPrinter(terminal.out()).print(header, config);
        progress = counters;
        if (shown && terminal.errInteractive()) {
            painter.start();
        }
    }

    @Override
    public synchronized void caseStarted(CaseSpec spec) {
        if (progress != null) {
            current = new CaseView(spec, progress, ticker);
        }
    }

    @Override
    public synchronized void roundFinished(CaseSpec spec, int round, long completionTokens, long elapsedNanos) {
        if (current != null) {
            current.roundFinished(completionTokens, elapsedNanos);
        }
    }

    @Override
    public synchronized void caseFinished(CaseResult result) {
        status.clear();
        if (shown && progress != null) {
            String position = "[%d/%d]".formatted(progress.casesFinished(), progress.cases());
            String summary = CaseView.summary(position, result, current);
            String status = result.status().name();
            terminal.err().println(summary.replaceFirst(status, colored(result.status())));
        }
        current = null;
    }

    private String colored(CaseStatus status) {
        if (!terminal.colors() || !terminal.errInteractive()) {
            return status.name();
        }
        int color = switch (status) {
            case VALID -> GREEN;
            case INVALID, SKIPPED -> YELLOW;
            case FAILED -> RED;
        };
        return "\u001b[%dm%s\u001b[0m".formatted(color, status);
    }

    private void paint() {
        while (!closed) {
            synchronized (this) {
                if (current != null && !closed) {
                    status.show(current.line());
                }
            }
            try {
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Stop painting and leave the terminal clean. */
    @Override
    public void close() {
        closed = true;
        painter.interrupt();
        synchronized (this) {
            status.clear();
        }
    }
}
