package dev.turbobench.core.record;

import dev.turbobench.spi.metric.RoundRecord;
import java.util.List;
import java.util.Objects;

/** Shows a round to metrics. Its steps are those that ended after its start and not after its end. */
final class RoundRecordView implements RoundRecord {

    private final List<RequestLog> requests;
    private final long startNanos;
    private final long endNanos;
    private final StepLog log;
    private final int firstStep;
    private final int steps;

    RoundRecordView(List<RequestLog> requests, long startNanos, long endNanos, StepLog log) {
        this.requests = requests;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.log = log;
        this.firstStep = log.firstEndingAfter(startNanos);
        this.steps = log.firstEndingAfter(endNanos) - firstStep;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public long endNanos() {
        return endNanos;
    }

    @Override
    public int requests() {
        return requests.size();
    }

    @Override
    public long submitNanos(int request) {
        return requests.get(request).submitNanos();
    }

    @Override
    public long admittedNanos(int request) {
        return requests.get(request).admittedNanos();
    }

    @Override
    public long finishNanos(int request) {
        return requests.get(request).finishNanos();
    }

    @Override
    public boolean succeeded(int request) {
        return requests.get(request).succeeded();
    }

    @Override
    public int preemptions(int request) {
        return requests.get(request).preemptions();
    }

    @Override
    public int cachedPromptTokens(int request) {
        return requests.get(request).cachedPromptTokens();
    }

    @Override
    public int completionTokens(int request) {
        return requests.get(request).completionTokens();
    }

    @Override
    public int emissions(int request) {
        return requests.get(request).emissions();
    }

    @Override
    public long emissionNanos(int request, int emission) {
        return requests.get(request).emissionNanos(emission);
    }

    @Override
    public int emissionTokens(int request, int emission) {
        return requests.get(request).emissionTokens(emission);
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public long stepStartNanos(int step) {
        return log.startNanos(index(step));
    }

    @Override
    public long stepEndNanos(int step) {
        return log.endNanos(index(step));
    }

    @Override
    public int stepPrefillSequences(int step) {
        return log.prefillSequences(index(step));
    }

    @Override
    public int stepPrefillTokens(int step) {
        return log.prefillTokens(index(step));
    }

    @Override
    public int stepDecodeSequences(int step) {
        return log.decodeSequences(index(step));
    }

    @Override
    public int stepWaiting(int step) {
        return log.waiting(index(step));
    }

    @Override
    public int stepKvBlocks(int step) {
        return log.kvBlocks(index(step));
    }

    private int index(int step) {
        return firstStep + Objects.checkIndex(step, steps);
    }
}
