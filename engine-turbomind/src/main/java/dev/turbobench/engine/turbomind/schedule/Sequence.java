package dev.turbobench.engine.turbomind.schedule;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way. Belongs to the engine's thread, but for {@link #cancel}.
 *
 * <p>Four counters tell its state: tokens up to {@code known} are known to the host; up to {@code planned} they are known
 * once the steps in flight have ended; the keys and values of the first {@code computed} of them are in the cache or
 * being computed. The last generated token is never fed back, so {@code computed} ends at {@code prompt + new - 1}.
 */
public final class Sequence {

    private static final int NO_SLOT = -1;

    private final GenerationRequest request;
    private final TokenSink sink;
    private final int[] tokens;
    private final int promptLength;
    private volatile boolean cancelled;
    private int known;
    private int planned;
    private int computed;
    private int inFlight;
    private int slot = NO_SLOT;
    private int scored = 1;
    private @Nullable FinishReason ending;
    private @Nullable BenchmarkException error;

    /** Create a sequence that knows its prompt. */
    public Sequence(GenerationRequest request, TokenSink sink) {
        this.request = request;
        this.sink = sink;
        promptLength = request.promptTokens().length;
        tokens = new int[Math.addExact(promptLength, request.maxNewTokens())];
        System.arraycopy(request.promptTokens(), 0, tokens, 0, promptLength);
        known = promptLength;
        planned = promptLength;
    }

    /** The request. */
    public GenerationRequest request() {
        return request;
    }

    /** Where its events go. */
    public TokenSink sink() {
        return sink;
    }

    /** Ask for its end; may be called from any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether its end was asked for. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Number of prompt tokens. */
    public int promptLength() {
        return promptLength;
    }

    /** Number of generated tokens that are known. */
    public int generated() {
        return known - promptLength;
    }

    /** Whether nothing of it is being computed. */
    public boolean isIdle() {
        return inFlight == 0;
    }

    /** Whether no more steps may be planned for it. */
    public boolean isEnding() {
        return ending != null;
    }

    /** Plan no more steps. The first reason counts. */
    public void end(FinishReason reason) {
        if (ending == null) {
            ending = reason;
        }
    }

    /** Plan no more steps because something went wrong. */
    public void fail(BenchmarkException cause) {
        if (error == null) {
            error = cause;
        }
        end(FinishReason.CANCELLED);
    }

    /** Why it ends. */
    public FinishReason endReason() {
        return ending == null ? FinishReason.LENGTH : ending;
    }

    /** What went wrong; {@code null} if nothing did. */
    public @Nullable BenchmarkException error() {
        return error;
    }

    /** Tokens that are in the cache or on their way to it. */
    public int computed() {
        return computed;
    }

    int slot() {
        return slot;
    }

    int known() {
        return known;
    }

    /** Most tokens that the cache will ever hold of it. */
    public int cacheTokens() {
        return tokens.length - 1;
    }

    /** Rows that can be planned now. */
    int remaining() {
        return Math.min(planned, cacheTokens()) - computed;
    }

    /** Whether tokens that are known already have to be computed. */
    boolean isPrefilling() {
        return computed < known;
    }

    /** Whether rows can be planned that come before the one that gives its next token, or that one for the first token. */
    boolean isOnPrompt() {
        return remaining() > 1 || (remaining() == 1 && computed < promptLength);
    }

    boolean isDecoding() {
        return computed >= promptLength;
    }

    /** The token at a position, or -1 if the step in flight is going to sample it. */
    int token(int position) {
        return position < known ? tokens[position] : -1;
    }

    /** Whether the row at a position has to be scored against the prompt token that follows it. */
    boolean wantsScore(int position) {
        return request.promptLogProbabilities() && position + 1 < promptLength && position + 1 >= scored;
    }

    void start(int slot) {
        this.slot = slot;
    }

    /** Forget what is in the cache. */
    void stop() {
        slot = NO_SLOT;
        computed = 0;
        planned = known;
    }

    /** Rows up to {@code computed} are in a step now. */
    void plan(int rows, boolean samples) {
        computed += rows;
        inFlight++;
        if (samples) {
            planned++;
        }
    }

    /** Whether a step that ends at {@code position} gives a token that is not known yet. */
    boolean samplesAfter(int position) {
        return position + 1 == planned && planned >= promptLength && planned < tokens.length;
    }

    void stepEnded() {
        inFlight--;
    }

    /** Prompt tokens before this position have been scored. */
    void scoredTo(int position) {
        scored = position;
    }

    /** Take the token that was sampled. */
    void append(int token) {
        tokens[known++] = token;
    }

    /** Whether it has all tokens that it is going to have. */
    public boolean isComplete() {
        return known == tokens.length && inFlight == 0 && computed >= cacheTokens();
    }
}
