package dev.turbobench.engine.replay;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told. */
final class TestingSink implements TokenSink {

    final List<String> events = new ArrayList<>();
    final List<Long> emissions = new ArrayList<>();
    final List<Integer> tokens = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    volatile long admitted;
    volatile long finished;

    @Override
    public void onAdmitted(long requestId, long timestampNanos) {
        admitted = timestampNanos;
    }

    @Override
    public void onPreempted(long requestId, long timestampNanos) {
        events.add("preempted");
    }

    @Override
    public void onTokens(long requestId, int[] ids, int offset, int count, long timestampNanos) {
        emissions.add(timestampNanos);
        for (int i = 0; i < count; i++) {
            tokens.add(ids[offset + i]);
        }
        events.add("%d tokens of %d".formatted(count, requestId));
        first.countDown();
    }

    @Override
    public void onFinish(
            long requestId, FinishReason reason, int prompt, int cached, int completion, long timestampNanos) {
        finished = timestampNanos;
        events.add(
                "%s of %d: %d prompt, %d cached, %d tokens".formatted(reason, requestId, prompt, cached, completion));
        end.countDown();
    }

    @Override
    public void onError(long requestId, BenchmarkException error) {
        events.add(error.errorCode().name() + ": " + error.getMessage());
        end.countDown();
    }

    void awaitFirst() throws InterruptedException {
        await(first);
    }

    TestingSink awaitEnd() throws InterruptedException {
        await(end);
        return this;
    }

    boolean hasEnded() {
        return end.getCount() == 0;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing came within 30 s");
        }
    }
}
