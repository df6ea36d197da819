package dev.turbobench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Numbers as JSON has them: what is not finite is null. */
final class Numbers {

    private Numbers() {}

    static void put(ObjectNode node, String name, double number) {
        if (Double.isFinite(number)) {
            node.put(name, number);
        } else {
            node.putNull(name);
        }
    }

    static ArrayNode decimals(List<Double> numbers) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode(numbers.size());
        for (double number : numbers) {
            if (Double.isFinite(number)) {
                node.add(number);
            } else {
                node.addNull();
            }
        }
        return node;
    }

    static ArrayNode integers(List<Long> numbers) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode(numbers.size());
        numbers.forEach(node::add);
        return node;
    }
}
