package dev.turbobench.core.plan;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.workload.CaseSpec;

/** Whether the requests of a case can run together, as the limits of the engine predict it. */
public sealed interface Feasibility {

    /** All requests of a round run together. */
    record Together() implements Feasibility {}

    /**
     * Some requests wait for others, so the numbers will not be those of a static batch.
     *
     * @param reason one line
     */
    record Queues(String reason) implements Feasibility {}

    /**
     * Not even one request can run.
     *
     * @param reason one line
     */
    record Impossible(String reason) implements Feasibility {}

    static Feasibility of(CaseSpec spec, EngineLimits limits) {
        long sequence = spec.sequenceTokens();
        if (sequence > limits.maxSequenceTokens()) {
            return new Impossible("a sequence of %d + %d tokens is longer than the %d tokens that the engine allows"
                    .formatted(spec.promptTokens(), spec.completionTokens(), limits.maxSequenceTokens()));
        }
        int together = limits.concurrentSequences(sequence);
        if (together < 1) {
            return new Impossible("a sequence of %d + %d tokens does not fit into the KV cache of %d tokens"
                    .formatted(spec.promptTokens(), spec.completionTokens(), limits.kvTokens()));
        }
        if (together < spec.concurrency()) {
            String bound = together == limits.maxBatchSize()
                    ? "max_batch_size is %d; the engine's options raise it".formatted(limits.maxBatchSize())
                    : "the KV cache holds %d tokens".formatted(limits.kvTokens());
            return new Queues("expected to queue: %d of %d sequences of %d tokens fit, because %s"
                    .formatted(together, spec.concurrency(), sequence, bound));
        }
        return new Together();
    }
}
