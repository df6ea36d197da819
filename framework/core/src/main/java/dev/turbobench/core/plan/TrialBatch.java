package dev.turbobench.core.plan;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.component.Failures;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one batch on an engine to see how long it takes; what is generated does not matter. */
final class TrialBatch implements TokenSink {

    private static final int DISTINCT_TOKENS = 101;

    private final CountDownLatch running;
    private volatile @Nullable BenchmarkException failure;

    private TrialBatch(int requests) {
        this.running = new CountDownLatch(requests);
    }

    /**
     * Run a batch.
     *
     * @param firstId the ids of its requests start here
     * @param patienceSeconds how long to wait for its end
     * @return nanoseconds until the last request ended
     */
    static long run(Engine engine, CaseSpec spec, int vocabulary, long firstId, long patienceSeconds, Ticker ticker) {
        TrialBatch sink = new TrialBatch(spec.concurrency());
        int[] prompt = new int[spec.promptTokens()];
        for (int i = 0; i < prompt.length; i++) {
            prompt[i] = i % Math.min(DISTINCT_TOKENS, vocabulary);
        }
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < spec.concurrency(); i++) {
            requests.add(new GenerationRequest(
                    firstId + i, prompt, spec.completionTokens(), SamplingParameters.GREEDY, true, 0, false, false));
        }
        long start = ticker.nanoTime();
        List<RequestHandle> handles;
        try {
            handles = engine.submitTogether(requests, Collections.nCopies(requests.size(), sink));
        } catch (RuntimeException e) {
            throw Failures.ofPlugin("engine: trial of " + spec.label(), e);
        }
        sink.await(spec, handles, patienceSeconds);
        return ticker.nanoTime() - start;
    }

    private void await(CaseSpec spec, List<RequestHandle> handles, long patienceSeconds) {
        boolean ended = false;
        try {
            ended = running.await(patienceSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            handles.forEach(RequestHandle::cancel);
            throw new BenchmarkException(
                    PLUGIN_FAILED,
                    "trial of %s: not over after %d s; --stall-timeout gives it more time"
                            .formatted(spec.label(), patienceSeconds));
        }
        BenchmarkException error = failure;
        if (error != null) {
            throw error;
        }
    }

    @Override
    public void onTokens(long requestId, int[] tokens, int offset, int count, long timestampNanos) {
        // Only the end counts.
    }

    @Override
    public void onFinish(
            long requestId,
            FinishReason reason,
            int promptTokens,
            int cachedPromptTokens,
            int completionTokens,
            long timestampNanos) {
        running.countDown();
    }

    @Override
    public void onError(long requestId, BenchmarkException error) {
        failure = error;
        running.countDown();
    }
}
