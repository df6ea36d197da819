package dev.turbobench.core.run;

import dev.turbobench.core.plan.RemainingTime;
import dev.turbobench.core.record.RequestLog;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Counts what the run has done. One thread writes; any thread reads. */
final class ProgressCounter implements RunProgress {

    private final int cases;
    private final int rounds;
    private final RemainingTime remaining;
    private volatile int casesFinished;
    private volatile @Nullable CasePreparation current;
    private volatile boolean warmingUp;

    ProgressCounter(int cases, int rounds, RemainingTime remaining) {
        this.cases = cases;
        this.rounds = rounds;
        this.remaining = remaining;
    }

    void caseStarted(CasePreparation preparation) {
        warmingUp = true;
        current = preparation;
    }

    void warmupFinished() {
        warmingUp = false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void caseFinished() {
        current = null;
        warmingUp = false;
        casesFinished++;
    }

    @Override
    public int cases() {
        return cases;
    }

    @Override
    public int casesFinished() {
        return casesFinished;
    }

    @Override
    public boolean warmingUp() {
        return warmingUp;
    }

    @Override
    public int rounds() {
        return rounds;
    }

    @Override
    public int roundsFinished() {
        CasePreparation preparation = current;
        if (preparation == null) {
            return 0;
        }
        return (int) preparation.measured().rounds().stream()
                .filter(round -> round.requests().stream().allMatch(RequestLog::hasEnded))
                .count();
    }

    @Override
    public long completionTokens() {
        CasePreparation preparation = current;
        if (preparation == null) {
            return 0;
        }
        return preparation.warmup().completionTokens() + preparation.measured().completionTokens();
    }

    @Override
    public long expectedCompletionTokens() {
        CasePreparation preparation = current;
        if (preparation == null) {
            return 0;
        }
        return preparation.requestCount() * tokensOfRequest(preparation);
    }

    private static long tokensOfRequest(CasePreparation preparation) {
        return preparation.batches().get(0).get(0).requests().get(0).maxNewTokens();
    }

    @Override
    public OptionalLong remainingNanos() {
        CasePreparation preparation = current;
        if (preparation == null) {
            return remaining.nanos(0);
        }
        double tokensOfRound =
                preparation.measured().round(0).requests().size() * (double) tokensOfRequest(preparation);
        return remaining.nanos(completionTokens() / tokensOfRound);
    }
}
