package dev.turbobench.engine.turbomind.model;

import java.util.List;

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

    /** What users must know about how the model was read; one line each. */
    default List<String> notices() {
        return List.of();
    }

    /** Release files. Idempotent; weights cannot be read afterwards. */
    @Override
    void close();
}
