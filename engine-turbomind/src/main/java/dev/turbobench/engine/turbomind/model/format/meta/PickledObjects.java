package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the objects of a pickle mean: {@code Long}, {@code Boolean}, {@code String}, {@code List} for tuples, {@code Map}
 * for dictionaries, {@link PickleGlobal}, {@link PickledStorage}, {@link PickledTensor}. None of them is ever printed or
 * compared as a whole, as a pickle can refer to one object many times.
 */
final class PickledObjects {

    /** Python's {@code None}. */
    static final Object NONE = new Object();

    private static final int MOST_DIMENSIONS = 8;

    private PickledObjects() {}

    static Map<String, PickledTensor> tensors(Object root) throws PickleException {
        Map<String, PickledTensor> result = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : requireDictionary(root).entrySet()) {
            if (!(entry.getValue() instanceof PickledTensor tensor)) {
                throw new PickleException("expected a tensor under \"%s\", found something else"
                        .formatted(Excerpt.of((String) entry.getKey())));
            }
            result.put((String) entry.getKey(), tensor);
        }
        return result;
    }

    static Map<?, ?> requireDictionary(Object value) throws PickleException {
        return expect(value, Map.class, "a dictionary");
    }

    static void put(Object dictionary, Object key, Object value) throws PickleException {
        @SuppressWarnings("unchecked") // only this method puts anything into a dictionary
        Map<String, Object> map = (Map<String, Object>) requireDictionary(dictionary);
        map.put(expect(key, String.class, "a name"), value);
    }

    /** A persistent id: {@code ('storage', type, key, location, count)}. */
    static PickledStorage storage(Object id) throws PickleException {
        List<?> parts = tuple(id, 5);
        DataType type =
                expect(parts.get(1), PickleGlobal.class, "a type of storage").dataType();
        long count = integer(parts.get(4));
        if (!"storage".equals(parts.get(0)) || type == null || count < 0) {
            throw new PickleException("expected a storage of float32, float16 or bfloat16 values");
        }
        return new PickledStorage(type, expect(parts.get(2), String.class, "the key of a storage"), count);
    }

    static Object call(Object function, Object arguments) throws PickleException {
        PickleGlobal global = expect(function, PickleGlobal.class, "a function");
        return switch (global) {
            case ORDERED_DICT -> {
                tuple(arguments, 0);
                yield new LinkedHashMap<String, Object>();
            }
            case REBUILD_TENSOR -> tensor(arguments);
            case REBUILD_PARAMETER -> expect(tuple(arguments, 3).get(0), PickledTensor.class, "a tensor");
            case FLOAT_STORAGE, HALF_STORAGE, BFLOAT16_STORAGE ->
                throw new PickleException("a type of storage is called like a function, which is refused");
        };
    }

    /** {@code (storage, offset, shape, strides, requires_grad, backward_hooks)}. */
    private static PickledTensor tensor(Object arguments) throws PickleException {
        List<?> parts = tuple(arguments, 6);
        return PickledTensor.of(
                expect(parts.get(0), PickledStorage.class, "a storage"),
                integer(parts.get(1)),
                integers(parts.get(2)),
                integers(parts.get(3)));
    }

    private static List<?> tuple(Object value, int size) throws PickleException {
        List<?> list = expect(value, List.class, "a tuple");
        if (list.size() != size) {
            throw new PickleException("expected a tuple of %d, found one of %d".formatted(size, list.size()));
        }
        return list;
    }

    private static List<Long> integers(Object value) throws PickleException {
        List<?> elements = expect(value, List.class, "a tuple");
        if (elements.size() > MOST_DIMENSIONS) {
            throw new PickleException(
                    "found a tensor of %d dimensions, at most %d are read".formatted(elements.size(), MOST_DIMENSIONS));
        }
        List<Long> result = new ArrayList<>();
        for (Object element : elements) {
            result.add(integer(element));
        }
        return result;
    }

    private static long integer(Object value) throws PickleException {
        return expect(value, Long.class, "an integer");
    }

    private static <T> T expect(Object value, Class<T> type, String description) throws PickleException {
        if (!type.isInstance(value)) {
            throw new PickleException("expected %s, found something else".formatted(description));
        }
        return type.cast(value);
    }
}
