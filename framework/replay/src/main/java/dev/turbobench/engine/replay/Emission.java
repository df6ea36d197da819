package dev.turbobench.engine.replay;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.Arrays;

/** Calls the sink of a request, with whatever is wrong with it. */
final class Emission {

    /** How a process ends that was killed. */
    private static final int HALT_STATUS = 137;

    private final Script script;
    private final int[] tokens;

    Emission(Script script) {
        this.script = script;
        this.tokens = new int[Arrays.stream(script.bursts()).max().orElse(1)];
    }

    /** Give a request its next tokens; true if they were its last. */
    boolean give(Stream stream, long due) {
        int count = Math.min(script.burst(stream.emissions), stream.wanted - stream.tokens);
        for (int i = 0; i < count; i++) {
            tokens[i] = stream.token(stream.tokens + i, script.vocabulary());
        }
        stream.sink.onTokens(stream.id(), tokens, 0, count, due);
        stream.emissions++;
        stream.tokens += count;
        return misbehave(stream, due) || stream.tokens >= stream.wanted;
    }

    /** What the fault of a request does after an emission; true if that ends it. */
    private boolean misbehave(Stream stream, long due) {
        if (stream.fault == null) {
            return false;
        }
        boolean first = stream.emissions == 1;
        switch (stream.fault) {
            case CRASH -> throw new IllegalStateException("the thread of the replay engine ends, as asked for");
            case HALT -> Runtime.getRuntime().halt(HALT_STATUS);
            case EMPTY -> {
                if (first) {
                    stream.sink.onTokens(stream.id(), tokens, 0, 0, due);
                }
            }
            case WRONG_ID -> {
                if (first) {
                    stream.sink.onTokens(stream.id() + 1, tokens, 0, 1, due);
                }
            }
            case ERROR -> {
                return stream.tokens >= Math.max(1, stream.wanted / 2);
            }
            case CANCEL -> {
                return true;
            }
            case REFUSE,
                    THROW,
                    OUT_OF_MEMORY,
                    SHORT,
                    CLAIM,
                    LONG,
                    HANG,
                    STALL,
                    DUPLICATE_FINISH,
                    PREEMPT,
                    CACHED,
                    CORRUPT -> {}
        }
        return false;
    }

    /** Tell a request that it has ended. */
    void end(Stream stream, long due) {
        if (stream.fault == Fault.ERROR) {
            stream.sink.onError(
                    stream.id(),
                    new BenchmarkException(
                            OUT_OF_MEMORY, "request %d ran out of memory, as asked for".formatted(stream.id())));
            return;
        }
        finish(stream, stream.fault == Fault.CANCEL ? FinishReason.CANCELLED : FinishReason.LENGTH, due);
        if (stream.fault == Fault.DUPLICATE_FINISH) {
            finish(stream, FinishReason.LENGTH, due);
        }
    }

    void finish(Stream stream, FinishReason reason, long nanos) {
        int prompt = stream.request.promptTokens().length;
        stream.sink.onFinish(
                stream.id(),
                reason,
                prompt,
                stream.fault == Fault.CACHED ? prompt - 1 : 0,
                stream.fault == Fault.CLAIM ? stream.tokens + 1 : stream.tokens,
                nanos);
    }
}
