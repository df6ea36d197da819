package dev.turbobench.engine.turbomind.runtime;

import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.ForwardPass;

/** One device with the whole model. */
public final class SoloExecutor implements StepExecutor {

    private final Backend backend;
    private final ForwardPass pass;

    /** Run passes on a device; it is closed with this. */
    public SoloExecutor(Backend backend, ForwardPass pass) {
        this.backend = backend;
        this.pass = pass;
    }

    @Override
    public int pipelineDepth() {
        return backend.pipelineDepth();
    }

    @Override
    public void submit(Batch batch) {
        backend.submit(batch, pass);
    }

    @Override
    public void await(Batch batch) {
        backend.await(batch);
    }

    @Override
    public void close() {
        backend.close();
    }
}
