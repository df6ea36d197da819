package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.require;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps everything that an engine says about one request, and notices at once what it must never do. */
final class RecordingSink implements TokenSink {

    /** What happened: at which time of the engine, when it arrived here, and on which thread. */
    record Event(String kind, long timestamp, long arrival, Thread thread, int count) {}

    private final long requestId;
    private final Ticker ticker;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final CountDownLatch firstToken = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Event> events = new ArrayList<>();
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Float> logProbabilities = new ArrayList<>();
    private final List<Float> promptLogProbabilities = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int announced;
    private @Nullable FinishReason reason;
    private @Nullable BenchmarkException error;
    private int promptTokens = -1;
    private int cachedPromptTokens;
    private int completionTokens = -1;

    RecordingSink(long requestId, Ticker ticker) {
        this.requestId = requestId;
        this.ticker = ticker;
    }

    private void event(String kind, long id, long timestamp, int count, Runnable rest) {
        boolean alone = busy.compareAndSet(false, true);
        long arrival = ticker.nanoTime();
        synchronized (this) {
            if (!alone) {
                violations.add("%s came while another call of the same sink was running".formatted(kind));
            }
            if (id != requestId) {
                violations.add("%s carried the id %d, not %d".formatted(kind, id, requestId));
            }
            if (ended.getCount() == 0) {
                violations.add("%s came after the end of the request".formatted(kind));
            }
            events.add(new Event(kind, timestamp, arrival, Thread.currentThread(), count));
            rest.run();
        }
        if (alone) {
            busy.set(false);
        }
    }

    @Override
    public void onAdmitted(long id, long timestampNanos) {
        event("onAdmitted", id, timestampNanos, 0, () -> {});
    }

    @Override
    public void onPreempted(long id, long timestampNanos) {
        event("onPreempted", id, timestampNanos, 0, () -> {});
    }

    @Override
    public void onPromptLogProbabilities(long id, int position, float[] values, int offset, int count) {
        event("onPromptLogProbabilities", id, Long.MIN_VALUE, count, () -> {
            if (position != promptLogProbabilities.size() + 1) {
                violations.add("onPromptLogProbabilities came for position %d, expected %d"
                        .formatted(position, promptLogProbabilities.size() + 1));
            }
            for (int i = 0; i < count; i++) {
                promptLogProbabilities.add(values[offset + i]);
            }
        });
    }

    @Override
    public void onTokenLogProbabilities(long id, float[] values, int offset, int count) {
        event("onTokenLogProbabilities", id, Long.MIN_VALUE, count, () -> {
            announced += count;
            for (int i = 0; i < count; i++) {
                logProbabilities.add(values[offset + i]);
            }
        });
    }

    @Override
    public void onTokens(long id, int[] ids, int offset, int count, long timestampNanos) {
        event("onTokens", id, timestampNanos, count, () -> {
            if (count < 1) {
                violations.add("onTokens came with %d tokens".formatted(count));
            }
            for (int i = 0; i < count; i++) {
                tokens.add(ids[offset + i]);
            }
            if (announced > 0 && announced != tokens.size()) {
                violations.add("after onTokens there are %d log-probabilities for %d tokens"
                        .formatted(announced, tokens.size()));
            }
        });
        firstToken.countDown();
    }

    @Override
    public void onFinish(
            long id, FinishReason why, int promptCount, int cachedCount, int completionCount, long timestampNanos) {
        event("onFinish", id, timestampNanos, 0, () -> {
            reason = why;
            promptTokens = promptCount;
            cachedPromptTokens = cachedCount;
            completionTokens = completionCount;
        });
        end();
    }

    @Override
    public void onError(long id, BenchmarkException thrown) {
        event("onError", id, Long.MIN_VALUE, 0, () -> error = thrown);
        end();
    }

    private void end() {
        firstToken.countDown();
        ended.countDown();
    }

    /** Wait for the first token or the end. */
    void awaitToken(Duration patience) throws InterruptedException {
        require(
                firstToken.await(patience.toMillis(), TimeUnit.MILLISECONDS),
                "no token and no end within %d s",
                patience.toSeconds());
    }

    /** Wait for the end, whatever it is, and check what holds for every request. */
    RecordingSink awaitEnd(Duration patience) throws InterruptedException {
        require(
                ended.await(patience.toMillis(), TimeUnit.MILLISECONDS),
                "the request did not end within %d s",
                patience.toSeconds());
        synchronized (this) {
            require(violations.isEmpty(), "%s", String.join("; ", violations));
        }
        return this;
    }

    /** Wait for an end without an error. */
    RecordingSink awaitFinish(Duration patience) throws InterruptedException {
        awaitEnd(patience);
        synchronized (this) {
            require(error == null, "the request failed: %s", error);
            Demands.present("the reason in onFinish", reason);
        }
        return this;
    }

    synchronized boolean hasEnded() {
        return ended.getCount() == 0;
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized List<Event> events(String kind) {
        return events.stream().filter(event -> event.kind().equals(kind)).toList();
    }

    synchronized List<Integer> tokens() {
        return List.copyOf(tokens);
    }

    synchronized List<Float> logProbabilities() {
        return List.copyOf(logProbabilities);
    }

    synchronized List<Float> promptLogProbabilities() {
        return List.copyOf(promptLogProbabilities);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized @Nullable FinishReason reason() {
        return reason;
    }

    synchronized @Nullable BenchmarkException error() {
        return error;
    }

    synchronized int promptTokens() {
        return promptTokens;
    }

    synchronized int cachedPromptTokens() {
        return cachedPromptTokens;
    }

    synchronized int completionTokens() {
        return completionTokens;
    }
}
