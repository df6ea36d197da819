package dev.turbobench.engine.turbomind.model.format.meta;

import java.util.ArrayList;
import java.util.List;

/** The objects that instructions of a pickle work on. A tuple is a {@link List}. */
final class PickleStack {

    /** A checkpoint nests a tuple in a tuple in the arguments of a tensor in a dictionary. */
    private static final int DEEPEST = 64;

    private final List<Object> objects = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();

    void push(Object value) {
        objects.add(value);
    }

    Object pop() throws PickleException {
        requireOne();
        return objects.remove(objects.size() - 1);
    }

    Object peek() throws PickleException {
        requireOne();
        return objects.get(objects.size() - 1);
    }

    private void requireOne() throws PickleException {
        if (objects.size() <= bottom()) {
            throw new PickleException("an instruction finds nothing to work on");
        }
    }

    private int bottom() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    void mark() throws PickleException {
        if (marks.size() == DEEPEST) {
            throw new PickleException("it is nested more than %d levels deep".formatted(DEEPEST));
        }
        marks.add(objects.size());
    }

    /** Remove what was pushed since the last mark, and the mark. */
    Object[] popToMark() throws PickleException {
        if (marks.isEmpty()) {
            throw new PickleException("an instruction finds no mark");
        }
        List<Object> items = objects.subList(marks.remove(marks.size() - 1), objects.size());
        Object[] result = items.toArray();
        items.clear();
        return result;
    }

    void pushMarkedTuple() throws PickleException {
        push(List.of(popToMark()));
    }

    void pushTuple(int size) throws PickleException {
        if (objects.size() - bottom() < size) {
            throw new PickleException("an instruction finds nothing to work on");
        }
        List<Object> items = objects.subList(objects.size() - size, objects.size());
        List<Object> tuple = List.copyOf(items);
        items.clear();
        push(tuple);
    }

    Object onlyOne() throws PickleException {
        if (!marks.isEmpty() || objects.size() != 1) {
            throw new PickleException("it stops with %d objects, expected one".formatted(objects.size()));
        }
        return objects.get(0);
    }
}
