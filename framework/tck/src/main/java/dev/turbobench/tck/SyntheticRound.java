package dev.turbobench.tck;

import dev.turbobench.spi.metric.RoundRecord;

/**
 * A round in which every request is admitted after 1 ms, gets its first token after 20 ms and one more every 2 ms, each
 * request and round a little differently.
 */
record SyntheticRound(SyntheticCase of, int index, long startNanos) implements RoundRecord {

    private static final long ADMITTED = 1_000_000;
    private static final long FIRST = 20_000_000;
    private static final long NEXT = 2_000_000;

    @Override
    public long endNanos() {
        long end = startNanos;
        for (int request = 0; request < requests(); request++) {
            end = Math.max(end, succeeded(request) ? finishNanos(request) : startNanos + ADMITTED);
        }
        return end;
    }

    @Override
    public int requests() {
        return of.spec().concurrency();
    }

    @Override
    public long submitNanos(int request) {
        return startNanos + 100L * request;
    }

    @Override
    public long admittedNanos(int request) {
        return succeeded(request) ? startNanos + ADMITTED : NONE;
    }

    @Override
    public long finishNanos(int request) {
        return succeeded(request) ? emissionNanos(request, emissions(request) - 1) + 500 : NONE;
    }

    @Override
    public boolean succeeded(int request) {
        return !(of.failing() && request == requests() - 1);
    }

    @Override
    public int preemptions(int request) {
        return 0;
    }

    @Override
    public int cachedPromptTokens(int request) {
        return 0;
    }

    @Override
    public int completionTokens(int request) {
        return emissions(request);
    }

    @Override
    public int emissions(int request) {
        return succeeded(request) ? of.spec().completionTokens() : 0;
    }

    @Override
    public long emissionNanos(int request, int emission) {
        return startNanos + FIRST + emission * NEXT + 1000L * request + 10_000L * index * (emission % 3);
    }

    @Override
    public int emissionTokens(int request, int emission) {
        return 1;
    }

    @Override
    public int steps() {
        return of.reportsSteps() ? of.spec().completionTokens() : 0;
    }

    @Override
    public long stepStartNanos(int step) {
        return startNanos + (step == 0 ? ADMITTED : FIRST + (step - 1) * NEXT);
    }

    @Override
    public long stepEndNanos(int step) {
        return startNanos + FIRST + step * NEXT;
    }

    @Override
    public int stepPrefillSequences(int step) {
        return step == 0 ? requests() : 0;
    }

    @Override
    public int stepPrefillTokens(int step) {
        return step == 0 ? requests() * of.spec().promptTokens() : 0;
    }

    @Override
    public int stepDecodeSequences(int step) {
        return step == 0 ? 0 : requests();
    }

    @Override
    public int stepWaiting(int step) {
        return 0;
    }

    @Override
    public int stepKvBlocks(int step) {
        return requests() * ((of.spec().promptTokens() + step) / of.limits().kvBlockTokens() + 1);
    }
}
