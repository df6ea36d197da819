package dev.turbobench.engine.turbomind.runtime;

import dev.turbobench.engine.turbomind.operator.Batch;

/** Computes steps, on one device or on several; used by the engine's thread only. */
public interface StepExecutor extends AutoCloseable {

    /** How many batches may be in flight, as {@link dev.turbobench.engine.turbomind.operator.Backend#pipelineDepth}. */
    int pipelineDepth();

    /** Start the step of a batch, which must not be changed until {@link #await}. */
    void submit(Batch batch);

    /** Wait for the oldest submitted batch; then its results are in its arrays. */
    void await(Batch batch);

    /** Release everything. Idempotent. */
    @Override
    void close();
}
