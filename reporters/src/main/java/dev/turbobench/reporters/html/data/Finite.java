package dev.turbobench.reporters.html.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers that JSON can hold: what is not finite becomes {@code null} or is left out. */
final class Finite {

    /** What a chart of a thousand pixels can show, with room to spare. */
    private static final MathContext DRAWN = new MathContext(5);

    private Finite() {}

    static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    static void add(ArrayNode node, double value) {
        if (Double.isFinite(value)) {
            node.add(value);
        } else {
            node.addNull();
        }
    }

    /** Add a number that is only drawn. */
    static void addDrawn(ArrayNode node, double value) {
        if (!Double.isFinite(value)) {
            node.addNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e5) {
            node.add((int) value);
        } else {
            node.add(BigDecimal.valueOf(value).round(DRAWN).doubleValue());
        }
    }
}
