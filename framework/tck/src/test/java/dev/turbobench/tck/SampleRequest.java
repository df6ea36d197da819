package dev.turbobench.tck;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.TokenSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A request of the sample engine. */
final class SampleRequest implements RequestHandle {

    private final GenerationRequest request;
    private final TokenSink sink;
    private final Ticker ticker;
    private final Defect defect;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Integer> generated = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private boolean admitted;
    private int cached;
    private volatile boolean cancelled;
    private volatile boolean finished;

    SampleRequest(GenerationRequest request, TokenSink sink, Ticker ticker, Defect defect) {
        this.request = request;
        this.sink = sink;
        this.ticker = ticker;
        this.defect = defect;
    }

    @Override
    public long id() {
        return request.id();
    }

    @Override
    public void cancel() {
        if (finished && defect == Defect.ENDS_TWICE_WHEN_CANCELLED_LATE) {
            finish(FinishReason.CANCELLED);
        }
        cancelled = defect != Defect.IGNORES_CANCEL;
    }

    boolean isNew() {
        return !admitted;
    }

    /** Start; returns how many prompt tokens are to be computed. */
    int admit(List<Integer> remembered) {
        admitted = true;
        cached = remembered.isEmpty() ? 0 : 1;
        if (defect != Defect.ADMITTED_LATE) {
            sink.onAdmitted(id(), ticker.nanoTime());
        }
        return request.promptTokens().length - cached;
    }

    void await() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long now() {
        long now = ticker.nanoTime();
        return switch (defect) {
            case OWN_CLOCK -> System.nanoTime();
            case TIME_GOES_BACK -> now - 10_000_000L * generated.size();
            default -> now;
        };
    }

    /** Generate one token; true if that was the last one. */
    boolean step(int disturbance, Runnable ending) {
        if (cancelled) {
            ending.run();
            finish(FinishReason.CANCELLED);
            return true;
        }
        int length = request.promptTokens().length;
        if (generated.isEmpty() && request.promptLogProbabilities() && length > 1) {
            int count = length - 1 - (defect == Defect.PROMPT_LOG_PROBABILITY_MISSING ? 1 : 0);
            float[] values = new float[count];
            java.util.Arrays.fill(values, -1.5f);
            sink.onPromptLogProbabilities(id(), 1, values, 0, count);
        }
        generated.add(next(disturbance));
        times.add(now());
        boolean last = generated.size() == request.maxNewTokens() - (defect == Defect.ONE_TOKEN_LESS ? 1 : 0)
                || generated.size() == request.maxNewTokens();
        emit(last);
        if (defect == Defect.ADMITTED_LATE && generated.size() == 1) {
            sink.onAdmitted(id(), ticker.nanoTime());
        }
        if (last) {
            ending.run();
            finish(FinishReason.LENGTH);
        }
        return last;
    }

    private int next(int disturbance) {
        long sum = request.seed() + disturbance;
        for (int token : request.promptTokens()) {
            sum = 31 * sum + token;
        }
        for (int token : generated) {
            sum = 31 * sum + token;
        }
        return Math.floorMod(sum, 500) + (defect == Defect.OUT_OF_VOCABULARY ? 300 : 0);
    }

    private void emit(boolean last) {
        int size = generated.size();
        if (defect == Defect.ALL_AT_ONCE) {
            if (last) {
                int[] all = generated.stream().mapToInt(Integer::intValue).toArray();
                sink.onTokens(id(), all, 0, size, now());
            }
        } else if (defect == Defect.COLLECTS) {
            for (int i = 0; last && i < size; i++) {
                sink.onTokens(id(), new int[] {generated.get(i)}, 0, 1, times.get(i));
            }
        } else {
            if (request.logProbabilities() && (defect != Defect.LOG_PROBABILITY_MISSING || size > 1)) {
                float value = defect == Defect.LOG_PROBABILITY_POSITIVE ? 0.5f : -0.5f;
                sink.onTokenLogProbabilities(id(), new float[] {value}, 0, 1);
            }
            sink.onTokens(id(), new int[] {generated.get(size - 1)}, 0, 1, times.get(size - 1));
        }
    }

    void finish(FinishReason reason) {
        finished = true;
        int total = generated.size() + (defect == Defect.WRONG_TOTAL ? 1 : 0);
        sink.onFinish(id(), reason, request.promptTokens().length, cached, total, now());
        ended.countDown();
        if (defect == Defect.EVENTS_AFTER_THE_END) {
            sink.onTokens(id(), new int[] {1}, 0, 1, now());
        }
    }
}
