package dev.turbobench.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import java.util.List;

/** Numbers and what they mean, as JSON trees. */
final class MetricNode {

    private MetricNode() {}

    /** What each metric means, by id. Where it means different things in different cases, the first one. */
    static ObjectNode definitions(List<CaseResult> results) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (CaseResult result : results) {
            for (MetricValue value : result.metrics()) {
                MetricDescriptor descriptor = value.descriptor();
                if (!node.has(descriptor.id())) {
                    node.set(descriptor.id(), definition(descriptor));
                }
            }
        }
        return node;
    }

    private static ObjectNode definition(MetricDescriptor descriptor) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("label", descriptor.label())
                .put("unit", descriptor.unit().symbol())
                .put("direction", descriptor.direction().name())
                .put("definition", descriptor.definition());
    }

    static ObjectNode of(MetricValue value, JsonNode definitions) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode definition = definition(value.descriptor());
        if (!definition.equals(definitions.get(value.descriptor().id()))) {
            node.set("definition", definition);
        }
        Numbers.put(node, "value", value.value());
        Interval interval = value.interval();
        if (interval != null) {
            ObjectNode ends = node.putObject("interval");
            Numbers.put(ends, "low", interval.low());
            Numbers.put(ends, "high", interval.high());
            ends.put("level", interval.level());
            ends.put("method", interval.method());
        }
        node.put("samples", value.samples());
        if (value.note() != null) {
            node.put("note", value.note());
        }
        if (!value.byRound().isEmpty()) {
            node.set("by_round", Numbers.decimals(value.byRound()));
        }
        return node;
    }
}
