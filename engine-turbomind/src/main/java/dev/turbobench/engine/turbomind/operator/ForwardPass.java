package dev.turbobench.engine.turbomind.operator;

/** One pass of a batch through the model, as a sequence of calls of {@link Operators}. */
@FunctionalInterface
public interface ForwardPass {

    /**
     * Call the operators for a batch.
     *
     * <p>Which operators are called, and with which arguments, depends only on {@link Batch#rows}, {@link
     * Batch#samples} and {@link Batch#scores}: a device may record the calls once and replay them.
     */
    void forward(Batch batch);
}
