package dev.turbobench.engine.turbomind;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records the events of one request and checks that they come in the order of the contract. */
public class TestingSink implements TokenSink {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch firstToken = new CountDownLatch(1);
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Float> logProbabilities = new ArrayList<>();
    private final List<Float> promptLogProbabilities = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int admissions;
    private int preemptions;
    private int ends;
    private int completionTokens;
    private long lastTimestamp = Long.MIN_VALUE;
    private @Nullable FinishReason reason;
    private @Nullable BenchmarkException error;

    @Override
    public synchronized void onAdmitted(long requestId, long timestampNanos) {
        admissions++;
        time(timestampNanos);
    }

    @Override
    public synchronized void onPreempted(long requestId, long timestampNanos) {
        preemptions++;
        time(timestampNanos);
    }

    @Override
    public synchronized void onPromptLogProbabilities(
            long requestId, int position, float[] values, int offset, int count) {
        check(position == promptLogProbabilities.size() + 1, "prompt position " + position);
        check(tokens.isEmpty(), "prompt scores after tokens");
        for (int i = 0; i < count; i++) {
            promptLogProbabilities.add(values[offset + i]);
        }
    }

    @Override
    public synchronized void onTokenLogProbabilities(long requestId, float[] values, int offset, int count) {
        for (int i = 0; i < count; i++) {
            logProbabilities.add(values[offset + i]);
        }
    }

    @Override
    public synchronized void onTokens(long requestId, int[] values, int offset, int count, long timestampNanos) {
        check(admissions > 0, "tokens before admission");
        for (int i = 0; i < count; i++) {
            tokens.add(values[offset + i]);
        }
        time(timestampNanos);
        firstToken.countDown();
    }

    @Override
    public synchronized void onFinish(
            long requestId,
            FinishReason finishReason,
            int promptTokens,
            int cachedPromptTokens,
            int newTokens,
            long timestampNanos) {
        end();
        time(timestampNanos);
        check(cachedPromptTokens == 0, "cached tokens");
        reason = finishReason;
        completionTokens = newTokens;
        ended.countDown();
    }

    @Override
    public synchronized void onError(long requestId, BenchmarkException cause) {
        end();
        error = cause;
        ended.countDown();
    }

    private void end() {
        ends++;
        check(ends == 1, "ended more than once");
    }

    private void time(long timestampNanos) {
        check(timestampNanos >= lastTimestamp, "time went back");
        check(ends == 0 || ended.getCount() == 1, "event after the end");
        lastTimestamp = timestampNanos;
    }

    private void check(boolean condition, String violation) {
        if (!condition) {
            violations.add(violation);
        }
    }

    /** Wait for the end; fails if it does not come within a minute or the contract was broken. */
    public TestingSink awaitEnd() {
        try {
            if (!ended.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("request did not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        synchronized (this) {
            if (!violations.isEmpty()) {
                throw new AssertionError(violations.toString());
            }
        }
        return this;
    }

    public TestingSink awaitFirstToken() {
        try {
            if (!firstToken.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("request gave no token");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    public synchronized int[] tokens() {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    public synchronized float[] logProbabilities() {
        return floats(logProbabilities);
    }

    public synchronized float[] promptLogProbabilities() {
        return floats(promptLogProbabilities);
    }

    private static float[] floats(List<Float> list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return values;
    }

    public synchronized int preemptions() {
        return preemptions;
    }

    public synchronized int ends() {
        return ends;
    }

    public synchronized int completionTokens() {
        return completionTokens;
    }

    public synchronized @Nullable FinishReason reason() {
        return reason;
    }

    public synchronized @Nullable BenchmarkException error() {
        return error;
    }
}
