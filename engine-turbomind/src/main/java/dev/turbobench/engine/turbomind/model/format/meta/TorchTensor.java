package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.DataType;
import java.util.List;

/**
 * A tensor in a file.
 *
 * @param file the file, open
 * @param name its name
 * @param dataType type of its values
 * @param shape dimensions, outermost first
 * @param position where its values begin in the file
 */
record TorchTensor(TorchFile file, String name, DataType dataType, List<Long> shape, long position) {

    TorchTensor {
        shape = List.copyOf(shape);
    }

    /** Rows of a matrix; 1 for a vector. */
    long rows() {
        return shape.size() == 1 ? 1 : shape.get(0);
    }

    /** Columns of a matrix, or the length of a vector. */
    long columns() {
        return shape.get(shape.size() - 1);
    }
}
