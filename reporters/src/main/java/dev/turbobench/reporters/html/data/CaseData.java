package dev.turbobench.reporters.html.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;

/** Cases as JSON trees. */
final class CaseData {

    private final List<String> methods = new ArrayList<>();
    private final DetailData details;

    CaseData(int cases) {
        details = new DetailData(cases);
    }

    /** The ways in which intervals were computed; the values name them by their position. */
    ArrayNode methods() {
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        methods.forEach(nodes::add);
        return nodes;
    }

    ObjectNode of(CaseResult result) {
        ObjectNode node =
                spec(result.spec()).put("status", result.status().name()).put("rounds", result.rounds());
        ArrayNode notes = node.putArray("notes");
        result.notes().forEach(notes::add);
        CaseFailure failure = result.failure();
        if (failure != null) {
            node.put("failure", failure.code() + ": " + failure.message());
        }
        ObjectNode metrics = node.putObject("metrics");
        for (MetricValue value : result.metrics()) {
            metrics.set(value.descriptor().id(), value(value));
        }
        node.set("details", details.of(result.details()));
        return node;
    }

    static ObjectNode notRun(CaseSpec spec) {
        ObjectNode node = spec(spec).put("status", CaseStatus.SKIPPED.name()).put("rounds", 0);
        node.putArray("notes").add("not run");
        node.putObject("metrics");
        return node;
    }

    private static ObjectNode spec(CaseSpec spec) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("label", spec.label())
                .put("batch", spec.concurrency())
                .put("prompt", spec.promptTokens())
                .put("completion", spec.completionTokens());
    }

    private ObjectNode value(MetricValue value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Finite.put(node, "value", value.value());
        node.put("samples", value.samples());
        Interval interval = value.isAvailable() ? value.interval() : null;
        if (interval != null) {
            Finite.put(node, "low", interval.low());
            Finite.put(node, "high", interval.high());
            node.put("method", method(interval));
        }
        if (value.note() != null) {
            node.put("note", value.note());
        }
        return node;
    }

    private int method(Interval interval) {
        String text = "%.4g %% confidence, %s".formatted(100 * interval.level(), interval.method());
        if (!methods.contains(text)) {
            methods.add(text);
        }
        return methods.indexOf(text);
    }
}
