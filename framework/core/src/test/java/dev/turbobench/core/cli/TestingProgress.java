package dev.turbobench.core.cli;

import dev.turbobench.core.run.RunProgress;
import java.util.OptionalLong;

/** Progress that a test sets. */
final class TestingProgress implements RunProgress {

    volatile boolean warmingUp;
    volatile int roundsFinished;
    volatile long completionTokens;
    volatile OptionalLong remainingNanos = OptionalLong.empty();

    @Override
    public int cases() {
        return 3;
    }

    @Override
    public int casesFinished() {
        return 1;
    }

    @Override
    public boolean warmingUp() {
        return warmingUp;
    }

    @Override
    public int rounds() {
        return 10;
    }

    @Override
    public int roundsFinished() {
        return roundsFinished;
    }

    @Override
    public long completionTokens() {
        return completionTokens;
    }

    @Override
    public long expectedCompletionTokens() {
        return 1000;
    }

    @Override
    public OptionalLong remainingNanos() {
        return remainingNanos;
    }
}
