package dev.turbobench.engine.turbomind.model.format.safetensors;

import java.util.List;

/**
 * A tensor as the header describes it, checked against the file.
 *
 * @param name its name
 * @param type type of its values
 * @param shape its dimensions, outermost first
 * @param begin where its values begin, in bytes after the header
 * @param end where they end
 */
record TensorEntry(String name, TensorType type, List<Long> shape, long begin, long end) {

    TensorEntry {
        shape = List.copyOf(shape);
    }
}
