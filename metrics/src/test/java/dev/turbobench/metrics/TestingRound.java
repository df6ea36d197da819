package dev.turbobench.metrics;

import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A round whose events are written down by hand. */
public final class TestingRound implements RoundRecord {

    private record Request(
            long submit, long admitted, long finish, boolean succeeded, long[] emissions, int[] tokens) {}

    private record Step(long start, long end, int prefill, int prefillTokens, int decode, int waiting, int kvBlocks) {}

    private final List<Request> requests = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final long start;
    private final long end;

    private TestingRound(long start, long end) {
        this.start = start;
        this.end = end;
    }

    public static TestingRound between(long start, long end) {
        return new TestingRound(start, end);
    }

    /** Add a request with one token in each emission; admitted when submitted, finished with the last token. */
    public TestingRound request(long submit, long... emissions) {
        int[] tokens = new int[emissions.length];
        Arrays.fill(tokens, 1);
        return request(submit, submit, emissions, tokens);
    }

    public TestingRound request(long submit, long admitted, long[] emissions, int[] tokens) {
        requests.add(new Request(submit, admitted, emissions[emissions.length - 1], true, emissions, tokens));
        return this;
    }

    public TestingRound failedRequest(long submit, long... emissions) {
        int[] tokens = new int[emissions.length];
        Arrays.fill(tokens, 1);
        requests.add(new Request(submit, NONE, NONE, false, emissions, tokens));
        return this;
    }

    public TestingRound step(
            long stepStart, long stepEnd, int prefill, int prefillTokens, int decode, int waiting, int kvBlocks) {
        steps.add(new Step(stepStart, stepEnd, prefill, prefillTokens, decode, waiting, kvBlocks));
        return this;
    }

    @Override
    public long startNanos() {
        return start;
    }

    @Override
    public long endNanos() {
        return end;
    }

    @Override
    public int requests() {
        return requests.size();
    }

    @Override
    public long submitNanos(int request) {
        return requests.get(request).submit;
    }

    @Override
    public long admittedNanos(int request) {
        return requests.get(request).admitted;
    }

    @Override
    public long finishNanos(int request) {
        return requests.get(request).finish;
    }

    @Override
    public boolean succeeded(int request) {
        return requests.get(request).succeeded;
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
        return Arrays.stream(requests.get(request).tokens).sum();
    }

    @Override
    public int emissions(int request) {
        return requests.get(request).emissions.length;
    }

    @Override
    public long emissionNanos(int request, int emission) {
        return requests.get(request).emissions[emission];
    }

    @Override
    public int emissionTokens(int request, int emission) {
        return requests.get(request).tokens[emission];
    }

    @Override
    public int steps() {
        return steps.size();
    }

    @Override
    public long stepStartNanos(int step) {
        return steps.get(step).start;
    }

    @Override
    public long stepEndNanos(int step) {
        return steps.get(step).end;
    }

    @Override
    public int stepPrefillSequences(int step) {
        return steps.get(step).prefill;
    }

    @Override
    public int stepPrefillTokens(int step) {
        return steps.get(step).prefillTokens;
    }

    @Override
    public int stepDecodeSequences(int step) {
        return steps.get(step).decode;
    }

    @Override
    public int stepWaiting(int step) {
        return steps.get(step).waiting;
    }

    @Override
    public int stepKvBlocks(int step) {
        return steps.get(step).kvBlocks;
    }
}
