package dev.turbobench.engine.turbomind.model;

/** An opened model: its shape, and weights that are read when they are asked for. */
public interface Model extends AutoCloseable {

    /** The model as the user named it. */
    String name();

    /** Shape and constants. */
    ModelConfig config();

    /** The weights; checked for presence and shape when the model was opened. */
    ModelWeights weights();

    /** True if the weights are random numbers. */
    boolean synthetic();

    /** Release files. Idempotent; weights cannot be read afterwards. */
    @Override
    void close();
}
