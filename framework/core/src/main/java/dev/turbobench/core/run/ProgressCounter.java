package dev.turbobench.core.run;

import dev.turbobench.core.plan.RemainingTime;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Counts what the run has done. One thread writes; any thread reads. */
final class ProgressCounter implements RunProgress {

    private final int cases;
    private final int warmupRounds;
    private final int rounds;
    private final RemainingTime remaining;
    private volatile int casesFinished;
    private volatile @Nullable State current;

    /** What the current case has behind it: the tokens of rounds before, and the log of those that run now. */
    private record State(
            CaseSpec spec,
            boolean warmingUp,
            long tokensBefore,
            int roundsBefore,
            @Nullable EventLog log) {

        long tokensOfRound() {
            return (long) spec.concurrency() * spec.completionTokens();
        }

        long tokens() {
            return tokensBefore + (log == null ? 0 : log.completionTokens());
        }
    }

    /**
     * Count from 0.
     *
     * @param warmupRounds how many rounds of warm-up to expect
     * @param rounds measured rounds of a case
     */
    ProgressCounter(int cases, int warmupRounds, int rounds, RemainingTime remaining) {
        this.cases = cases;
        this.warmupRounds = warmupRounds;
        this.rounds = rounds;
        this.remaining = remaining;
    }

    void caseStarted(CaseSpec spec) {
        current = new State(spec, true, 0, 0, null);
    }

    /** Some rounds of warm-up are going to run; how many were expected does not matter. */
    void warmupStarted(EventLog log) {
        State before = current;
        if (before != null) {
            current = new State(
                    before.spec(), true, before.tokens(), before.roundsBefore() + roundsOf(before.log()), log);
        }
    }

    void measuredStarted(EventLog log) {
        State before = current;
        if (before != null) {
            current = new State(
                    before.spec(), false, before.tokens(), before.roundsBefore() + roundsOf(before.log()), log);
        }
    }

    private static int roundsOf(@Nullable EventLog log) {
        return log == null ? 0 : log.rounds().size();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void caseFinished() {
        current = null;
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
        State state = current;
        return state != null && state.warmingUp();
    }

    @Override
    public int rounds() {
        return rounds;
    }

    @Override
    public int roundsFinished() {
        State state = current;
        if (state == null || state.warmingUp() || state.log() == null) {
            return 0;
        }
        return (int) state.log().rounds().stream()
                .filter(round -> round.requests().stream().allMatch(RequestLog::hasEnded))
                .count();
    }

    @Override
    public long completionTokens() {
        State state = current;
        return state == null ? 0 : state.tokens();
    }

    @Override
    public long expectedCompletionTokens() {
        State state = current;
        if (state == null) {
            return 0;
        }
        int warmup = state.warmingUp()
                ? Math.max(warmupRounds, state.roundsBefore() + roundsOf(state.log()))
                : state.roundsBefore();
        return (warmup + rounds) * state.tokensOfRound();
    }

    @Override
    public OptionalLong remainingNanos() {
        State state = current;
        if (state == null) {
            return remaining.nanos(0);
        }
        double done = state.tokens() / (double) state.tokensOfRound();
        // However long the warm-up is, it is as far as it was expected to get at most.
        double counted = state.warmingUp()
                ? Math.min(done, warmupRounds)
                : warmupRounds + done - state.tokensBefore() / (double) state.tokensOfRound();
        return remaining.nanos(counted);
    }
}
