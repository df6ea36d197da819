package dev.turbobench.core.record;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.RoundRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request, as its client saw them.
 *
 * <p>The engine's threads write, one at a time; whoever made the request is told of its end. Everything
 * written before the end is visible to whoever has seen {@link #hasEnded}: all other fields are plain and published by
 * the volatile write of {@code ended}. Only the token counter and the time of the last event may be read earlier.
 * Recording an emission takes one clock reading and a few array stores; it allocates nothing.
 */
public final class RequestLog implements TokenSink {

    private static final VarHandle TOKENS;
    private static final VarHandle LAST_EVENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOKENS = lookup.findVarHandle(RequestLog.class, "tokens", int.class);
            LAST_EVENT = lookup.findVarHandle(RequestLog.class, "lastEventNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long requestId;
    private final Ticker ticker;
    private final long[] emissionNanos;
    private final int[] emissionTokens;

    private int emissions;
    private int tokens;

    @SuppressWarnings("UnusedVariable") // through LAST_EVENT
    private long lastEventNanos = RoundRecord.NONE;

    private long submitNanos = RoundRecord.NONE;
    private long admittedNanos = RoundRecord.NONE;
    private long finishNanos = RoundRecord.NONE;
    private int preemptions;
    private int promptTokens;
    private int cachedPromptTokens;
    private int claimedCompletionTokens;
    private @Nullable FinishReason reason;
    private @Nullable BenchmarkException error;

    private volatile @Nullable String violation;
    private volatile @Nullable EndSignal signal;
    private volatile boolean ended;

    /**
     * Create an empty log.
     *
     * @param requestId the request whose events are expected
     * @param capacity most emissions that can be recorded
     * @param ticker the clock on which the client sees events
     */
    RequestLog(long requestId, int capacity, Ticker ticker) {
        this.requestId = requestId;
        this.ticker = ticker;
        this.emissionNanos = new long[capacity];
        this.emissionTokens = new int[capacity];
    }

    /** Create the log of a request that ended long ago. */
    RequestLog(EndedRequest request) {
        this.requestId = request.requestId();
        this.ticker = request::finishNanos;
        this.emissionNanos = request.emissionNanos();
        this.emissionTokens = request.emissionTokens();
        this.emissions = emissionNanos.length;
        this.tokens = request.tokens();
        this.lastEventNanos = request.finishNanos();
        this.submitNanos = request.submitNanos();
        this.admittedNanos = request.admittedNanos();
        this.finishNanos = request.finishNanos();
        this.preemptions = request.preemptions();
        this.promptTokens = request.promptTokens();
        this.cachedPromptTokens = request.cachedPromptTokens();
        this.claimedCompletionTokens = request.claimedCompletionTokens();
        this.reason = request.reason();
        this.error = request.error();
        this.violation = request.violation();
        this.ended = true;
    }

    public long requestId() {
        return requestId;
    }

    /**
     * Note the time of submission, just before the request is handed in.
     *
     * @param nanos the time, read before the first request of the same batch was handed in
     * @param onEnd whom to tell when the request has ended
     */
    public void submitting(long nanos, EndSignal onEnd) {
        submitNanos = nanos;
        LAST_EVENT.setOpaque(this, nanos);
        signal = onEnd;
    }

    @Override
    public void onAdmitted(long id, long timestampNanos) {
        if (expected(id)) {
            admittedNanos = timestampNanos;
            LAST_EVENT.setOpaque(this, ticker.nanoTime());
        }
    }

    @Override
    public void onPreempted(long id, long timestampNanos) {
        if (expected(id)) {
            preemptions++;
        }
    }

    @Override
    public void onTokens(long id, int[] ids, int offset, int count, long timestampNanos) {
        long now = ticker.nanoTime();
        if (!expected(id)) {
            return;
        }
        if (count < 1) {
            violation = "an emission without tokens";
            return;
        }
        int index = emissions;
        if (index < emissionNanos.length) {
            emissionNanos[index] = now;
            emissionTokens[index] = count;
            emissions = index + 1;
        } else if (violation == null) {
            violation = "more than %d emissions".formatted(emissionNanos.length);
        }
        TOKENS.setOpaque(this, tokens + count);
        LAST_EVENT.setOpaque(this, now);
    }

    @Override
    public void onFinish(long id, FinishReason why, int prompt, int cachedPrompt, int completion, long timestampNanos) {
        long now = ticker.nanoTime();
        if (expected(id)) {
            reason = why;
            promptTokens = prompt;
            cachedPromptTokens = cachedPrompt;
            claimedCompletionTokens = completion;
            end(now);
        }
    }

    @Override
    public void onError(long id, BenchmarkException cause) {
        long now = ticker.nanoTime();
        if (expected(id)) {
            error = cause;
            end(now);
        }
    }

    private void end(long now) {
        finishNanos = now;
        LAST_EVENT.setOpaque(this, now);
        ended = true;
        EndSignal onEnd = signal;
        if (onEnd != null) {
            onEnd.ended(this);
        }
    }

    private boolean expected(long id) {
        if (ended) {
            violation = "an event after the end of the request";
            return false;
        }
        if (id != requestId) {
            violation = "an event of request %d given to request %d".formatted(id, requestId);
            return false;
        }
        return true;
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Whether the request was handed in and has not ended. */
    public boolean isRunning() {
        return signal != null && !ended;
    }

    /** Time of the last event so far, {@link RoundRecord#NONE} before submission. May be read while the request runs. */
    public long lastEventNanos() {
        return (long) LAST_EVENT.getOpaque(this);
    }

    /** Tokens received so far. May be read while the request runs. */
    public int completionTokens() {
        return (int) TOKENS.getOpaque(this);
    }

    /** How the engine broke the contract of the sink; {@code null} if it did not. */
    public @Nullable String violation() {
        return violation;
    }

    /** The error that ended the request; {@code null} if there is none. */
    public @Nullable BenchmarkException error() {
        return error;
    }

    /** Why the request ended; {@code null} if it has not, or with an error. */
    public @Nullable FinishReason reason() {
        return reason;
    }

    /** Number of prompt tokens that the engine reported. */
    public int promptTokens() {
        return promptTokens;
    }

    /** Number of generated tokens that the engine reported, to be compared with those it delivered. */
    public int claimedCompletionTokens() {
        return claimedCompletionTokens;
    }

    long submitNanos() {
        return submitNanos;
    }

    long admittedNanos() {
        return admittedNanos;
    }

    long finishNanos() {
        return finishNanos;
    }

    /** Whether the request ended without an error and was not cancelled. */
    public boolean succeeded() {
        return ended && error == null && reason != FinishReason.CANCELLED;
    }

    int preemptions() {
        return preemptions;
    }

    int cachedPromptTokens() {
        return cachedPromptTokens;
    }

    int emissions() {
        return emissions;
    }

    long emissionNanos(int emission) {
        return emissionNanos[checkEmission(emission)];
    }

    /** The times of all emissions of a request that was restored. */
    long[] allEmissionNanos() {
        return emissionNanos;
    }

    int emissionTokens(int emission) {
        return emissionTokens[checkEmission(emission)];
    }

    private int checkEmission(int emission) {
        return Objects.checkIndex(emission, emissions);
    }
}
