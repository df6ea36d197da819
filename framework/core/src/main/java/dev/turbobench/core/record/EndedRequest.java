package dev.turbobench.core.record;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.error.BenchmarkException;
import org.jspecify.annotations.Nullable;

/** What the log of a request says when it has ended; the arrays are exactly as long as there are emissions. */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record EndedRequest(
        long requestId,
        long submitNanos,
        long admittedNanos,
        long finishNanos,
        int preemptions,
        int promptTokens,
        int cachedPromptTokens,
        int claimedCompletionTokens,
        int tokens,
        @Nullable FinishReason reason,
        @Nullable BenchmarkException error,
        @Nullable String violation,
        long[] emissionNanos,
        int[] emissionTokens) {}
