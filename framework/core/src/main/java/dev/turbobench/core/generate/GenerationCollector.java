package dev.turbobench.core.generate;

import static dev.turbobench.spi.error.StandardErrorCode.CANCELLED;
import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Collects everything that an engine says about one request. The lists are published by the completion. */
final class GenerationCollector implements TokenSink {

    private static final long PAUSE_MILLIS = 100;

    private final List<Integer> promptTokens;
    private final List<Integer> completionTokens = new ArrayList<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private final List<Double> promptLogProbabilities;
    private final BitSet scored = new BitSet();
    private final CompletableFuture<FinishReason> end = new CompletableFuture<>();
    private volatile long lastEventNanos = System.nanoTime();

    GenerationCollector(List<Integer> promptTokens, boolean score) {
        this.promptTokens = promptTokens;
        int scores = score ? promptTokens.size() - 1 : 0;
        this.promptLogProbabilities = new ArrayList<>(Collections.nCopies(scores, Double.NaN));
    }

    @Override
    public void onPromptLogProbabilities(long requestId, int position, float[] values, int offset, int count) {
        lastEventNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int index = position - 1 + i;
            if (index >= 0 && index < promptLogProbabilities.size()) {
                promptLogProbabilities.set(index, (double) values[offset + i]);
                scored.set(index);
            }
        }
    }

    @Override
    public void onTokenLogProbabilities(long requestId, float[] values, int offset, int count) {
        for (int i = 0; i < count; i++) {
            logProbabilities.add((double) values[offset + i]);
        }
    }

    @Override
    public void onTokens(long requestId, int[] tokens, int offset, int count, long timestampNanos) {
        lastEventNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            completionTokens.add(tokens[offset + i]);
        }
    }

    @Override
    public void onFinish(
            long requestId,
            FinishReason reason,
            int prompt,
            int cachedPromptTokens,
            int completion,
            long timestampNanos) {
        end.complete(reason);
    }

    @Override
    public void onError(long requestId, BenchmarkException error) {
        end.completeExceptionally(error);
    }

    /**
     * Wait for the end of the request.
     *
     * @param death what the engine died of, if it did
     * @param stallTimeout how long the engine may say nothing about any request
     */
    Generation await(Supplier<Optional<BenchmarkException>> death, Duration stallTimeout) {
        FinishReason reason = awaitReason(death, stallTimeout);
        if (reason == FinishReason.CANCELLED) {
            throw new BenchmarkException(CANCELLED, "the engine cancelled a request that nobody asked it to cancel");
        }
        if (scored.cardinality() != promptLogProbabilities.size()) {
            throw new BenchmarkException(
                    PLUGIN_FAILED,
                    "expected log-probabilities of %d prompt tokens, the engine reported %d"
                            .formatted(promptLogProbabilities.size(), scored.cardinality()));
        }
        return new Generation(promptTokens, completionTokens, logProbabilities, promptLogProbabilities, reason);
    }

    private FinishReason awaitReason(Supplier<Optional<BenchmarkException>> death, Duration stallTimeout) {
        // The requests before this one have ended, so from now on the engine has this one to work on.
        lastEventNanos = System.nanoTime();
        while (true) {
            try {
                return reasonWithin(PAUSE_MILLIS);
            } catch (TimeoutException e) {
                death.get().ifPresent(GenerationCollector::fail);
                if (System.nanoTime() - lastEventNanos > stallTimeout.toNanos()) {
                    throw new BenchmarkException(
                            PLUGIN_FAILED,
                            "stalled: nothing from the engine for %d s".formatted(stallTimeout.toSeconds()),
                            e);
                }
            }
        }
    }

    private static void fail(BenchmarkException death) {
        throw death;
    }

    private FinishReason reasonWithin(long millis) throws TimeoutException {
        try {
            return end.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchmarkException error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException(CANCELLED, "interrupted while waiting for the engine", e);
        }
    }
}
