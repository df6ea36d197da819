package dev.turbobench.engine.turbomind.model.format.meta;

import java.util.List;

/**
 * A tensor whose values follow each other, row by row.
 *
 * @param storage where the values are
 * @param offset index of the first one
 * @param shape dimensions, outermost first; known to fit into the storage
 */
record PickledTensor(PickledStorage storage, long offset, List<Long> shape) {

    PickledTensor {
        shape = List.copyOf(shape);
    }

    /** Check what a pickle claims about a tensor. */
    static PickledTensor of(PickledStorage storage, long offset, List<Long> shape, List<Long> strides)
            throws PickleException {
        if (strides.size() != shape.size()) {
            throw new PickleException(
                    "found a tensor of %d dimensions and %d strides".formatted(shape.size(), strides.size()));
        }
        long count = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            long length = shape.get(i);
            if (length > 1 && strides.get(i) != count) {
                throw new PickleException(
                        "found a tensor whose values are not in order: shape %s, strides %s".formatted(shape, strides));
            }
            if (length < 0 || (length > 0 && count > Long.MAX_VALUE / length)) {
                throw new PickleException("found a tensor of the impossible shape " + shape);
            }
            count *= length;
        }
        if (offset < 0 || offset > storage.count() || count > storage.count() - offset) {
            throw new PickleException("found a tensor of %d values from %d on in a storage of %d"
                    .formatted(count, offset, storage.count()));
        }
        return new PickledTensor(storage, offset, shape);
    }
}
