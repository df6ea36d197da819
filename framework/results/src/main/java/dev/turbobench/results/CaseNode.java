package dev.turbobench.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.workload.CaseSpec;

/** A case and its result, as JSON trees. */
final class CaseNode {

    private CaseNode() {}

    static ObjectNode of(CaseSpec spec) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("index", spec.index())
                .put("label", spec.label())
                .put("concurrency", spec.concurrency())
                .put("prompt_tokens", spec.promptTokens())
                .put("completion_tokens", spec.completionTokens());
    }

    /**
     * Create the tree of a result.
     *
     * @param definitions what its metrics mean, as far as it need not be said again
     */
    static ObjectNode of(CaseResult result, JsonNode definitions) {
        ObjectNode node = of(result.spec());
        node.put("tp", result.tensorParallelSize());
        node.put("rounds", result.rounds());
        node.put("status", result.status().name());
        ArrayNode notes = node.putArray("notes");
        result.notes().forEach(notes::add);
        CaseFailure failure = result.failure();
        if (failure == null) {
            node.putNull("failure");
        } else {
            node.putObject("failure").put("code", failure.code()).put("message", failure.message());
        }
        ObjectNode metrics = node.putObject("metrics");
        result.metrics().forEach(value -> metrics.set(value.descriptor().id(), MetricNode.of(value, definitions)));
        if (!result.details().equals(CaseDetails.NONE)) {
            node.set("details", DetailsNode.of(result.details()));
        }
        return node;
    }
}
