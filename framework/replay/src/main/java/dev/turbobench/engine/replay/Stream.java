package dev.turbobench.engine.replay;

import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.TokenSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request on its way; all but {@link #cancelled} belongs to the thread of the engine. */
final class Stream implements RequestHandle {

    final GenerationRequest request;
    final TokenSink sink;
    final @Nullable Fault fault;
    final long receivedNanos;
    final int blocks;
    /** Tokens that it gets before it ends. */
    final int wanted;

    private final DeadlineClock clock;
    private final Thread engine;
    private final int promptHash;

    /** When its next emission is due. */
    long dueNanos;

    int emissions;
    int tokens;
    int round;
    int roundSinceReset;
    volatile boolean cancelled;

    Stream(
            GenerationRequest request,
            TokenSink sink,
            @Nullable Fault fault,
            long receivedNanos,
            int blocks,
            DeadlineClock clock,
            Thread engine) {
        this.request = request;
        this.sink = sink;
        this.fault = fault;
        this.receivedNanos = receivedNanos;
        this.blocks = blocks;
        this.clock = clock;
        this.engine = engine;
        this.promptHash = Arrays.hashCode(request.promptTokens()) + (fault == Fault.CORRUPT ? 1 : 0);
        int asked = request.maxNewTokens();
        if (fault == Fault.SHORT || fault == Fault.CLAIM) {
            wanted = Math.max(1, asked - 1);
        } else {
            wanted = fault == Fault.LONG ? asked + 1 : asked;
        }
    }

    /** The token at a position of its completion: the same for the same prompt. */
    int token(int position, int vocabulary) {
        return (int) Math.floorMod(StepTimes.mix(((long) promptHash << 32) + position), (long) vocabulary);
    }

    boolean hangs() {
        return fault == Fault.HANG && emissions > 0;
    }

    @Override
    public long id() {
        return request.id();
    }

    @Override
    public void cancel() {
        cancelled = true;
        clock.wake(engine);
    }
}
