package dev.turbobench.core.cli;

import dev.turbobench.core.run.RunProgress;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The progress of one case as text. */
final class CaseView {

    private static final int BAR_WIDTH = 20;

    /** Tokens per second are those of the last two seconds. */
    private static final int WINDOW_SAMPLES = 10;

    private final CaseSpec spec;
    private final RunProgress progress;
    private final Ticker ticker;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long measuredTokens;
    private long measuredNanos;

    private record Sample(long nanos, long tokens) {}

    CaseView(CaseSpec spec, RunProgress progress, Ticker ticker) {
        this.spec = spec;
        this.progress = progress;
        this.ticker = ticker;
    }

    void roundFinished(long tokens, long nanos) {
        measuredTokens += tokens;
        measuredNanos += nanos;
    }

    String line() {
        samples.addLast(new Sample(ticker.nanoTime(), progress.completionTokens()));
        if (samples.size() > WINDOW_SAMPLES) {
            samples.removeFirst();
        }
        String position =
                "[%d/%d]".formatted(Math.min(progress.casesFinished() + 1, progress.cases()), progress.cases());
        String stage = progress.warmingUp()
                ? "warm-up"
                : "round %d/%d"
                        .formatted(Math.min(progress.roundsFinished() + 1, progress.rounds()), progress.rounds());
        OptionalLong remaining = progress.remainingNanos();
        String left = remaining.isPresent() ? MetricFormat.duration(remaining.getAsLong()) + " left" : "";
        return "%s %-18s %s %-11s %10s tok/s  %s"
                .formatted(position, spec.label(), bar(), stage, MetricFormat.rate(tokensPerSecond()), left);
    }

    private String bar() {
        long expected = Math.max(1, progress.expectedCompletionTokens());
        int filled = (int) Math.min(BAR_WIDTH, progress.completionTokens() * BAR_WIDTH / expected);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    private double tokensPerSecond() {
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long nanos = last.nanos() - first.nanos();
        return nanos == 0 ? 0 : (last.tokens() - first.tokens()) * 1e9 / nanos;
    }

    /** The line that stays when a case has ended. */
    static String summary(String position, CaseResult result, @Nullable CaseView view) {
        String text = "%s %-18s %-7s".formatted(position, result.spec().label(), result.status());
        if (view != null && view.measuredNanos > 0 && result.rounds() > 0) {
            double rate = view.measuredTokens * 1e9 / view.measuredNanos;
            text += " %d %s in %.2f s, %s tok/s"
                    .formatted(
                            result.rounds(),
                            result.rounds() == 1 ? "round" : "rounds",
                            view.measuredNanos / 1e9,
                            MetricFormat.rate(rate));
        }
        CaseFailure failure = result.failure();
        if (failure != null) {
            text += " [%s] %s".formatted(failure.code(), failure.message());
        } else if (!result.notes().isEmpty()) {
            text += " " + result.notes().get(0);
        }
        return text.stripTrailing();
    }
}
