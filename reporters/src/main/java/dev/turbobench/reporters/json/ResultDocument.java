package dev.turbobench.reporters.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;

/**
 * The result of a run as a JSON tree.
 *
 * <p>Numbers are in base units and unrounded; a number that does not exist is {@code null}. The major part of {@link
 * #SCHEMA_VERSION} changes when readers must change, the minor part when something was added.
 */
public final class ResultDocument {

    /** Version of the structure of the document. */
    public static final String SCHEMA_VERSION = "1.0";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultDocument() {}

    /**
     * Create the document of a run.
     *
     * @param header what was known before; never {@code null}
     * @param summary what is known after; never {@code null}
     * @return the document; never {@code null}
     */
    public static ObjectNode of(RunHeader header, RunSummary summary) {
        return document(header, summary.results())
                .put("ended", summary.ended().toString())
                .put("interrupted", summary.interrupted());
    }

    /**
     * Create the document of a run that is still going on, or was cut off.
     *
     * @param header what was known before; never {@code null}
     * @param results the cases that ended; never {@code null}
     * @return the document, without an end; never {@code null}
     */
    public static ObjectNode unfinished(RunHeader header, List<CaseResult> results) {
        return document(header, results).putNull("ended").put("interrupted", true);
    }

    private static ObjectNode document(RunHeader header, List<CaseResult> results) {
        ObjectNode document = header(header);
        document.set("metric_definitions", definitions(results));
        ArrayNode cases = document.putArray("cases");
        results.forEach(result -> cases.add(caseNode(result)));
        return document;
    }

    static ObjectNode header(RunHeader header) {
        ObjectNode node = NODES.objectNode();
        node.put("schema_version", SCHEMA_VERSION);
        node.put("turbobench_version", header.version());
        node.put("run_id", header.runId());
        node.put("started", header.started().toString());
        node.put("model", header.model());
        node.set("engine", EngineNode.of(header));
        node.set("notices", texts(header.notices()));
        ObjectNode environment = node.putObject("environment");
        header.environment().forEach(environment::put);
        ArrayNode configuration = node.putArray("configuration");
        header.configuration()
                .forEach(entry -> configuration
                        .addObject()
                        .put("key", entry.key())
                        .put("value", entry.value())
                        .put("source", entry.source().name())
                        .put("description", entry.description()));
        ArrayNode plugins = node.putArray("plugins");
        header.plugins()
                .forEach(plugin -> plugins.addObject()
                        .put("id", plugin.id())
                        .put("version", plugin.version())
                        .put("location", plugin.location())
                        .put("sha256", plugin.sha256()));
        ArrayNode planned = node.putArray("planned_cases");
        header.cases().forEach(spec -> planned.add(specNode(spec)));
        return node;
    }

    static ObjectNode definitions(List<CaseResult> results) {
        ObjectNode node = NODES.objectNode();
        for (CaseResult result : results) {
            for (MetricValue value : result.metrics()) {
                MetricDescriptor descriptor = value.descriptor();
                if (!node.has(descriptor.id())) {
                    node.putObject(descriptor.id())
                            .put("label", descriptor.label())
                            .put("unit", descriptor.unit().symbol())
                            .put("direction", descriptor.direction().name())
                            .put("definition", descriptor.definition());
                }
            }
        }
        return node;
    }

    static ObjectNode caseNode(CaseResult result) {
        ObjectNode node = specNode(result.spec());
        node.put("tp", result.tensorParallelSize());
        node.put("rounds", result.rounds());
        node.put("status", result.status().name());
        node.set("notes", texts(result.notes()));
        CaseFailure failure = result.failure();
        if (failure == null) {
            node.putNull("failure");
        } else {
            node.putObject("failure").put("code", failure.code()).put("message", failure.message());
        }
        ObjectNode metrics = node.putObject("metrics");
        result.metrics().forEach(value -> metrics.set(value.descriptor().id(), valueNode(value)));
        return node;
    }

    private static ObjectNode specNode(CaseSpec spec) {
        return NODES.objectNode()
                .put("index", spec.index())
                .put("label", spec.label())
                .put("concurrency", spec.concurrency())
                .put("prompt_tokens", spec.promptTokens())
                .put("completion_tokens", spec.completionTokens());
    }

    private static ObjectNode valueNode(MetricValue value) {
        ObjectNode node = NODES.objectNode();
        putNumber(node, "value", value.value());
        Interval interval = value.interval();
        if (interval != null) {
            ObjectNode ends = node.putObject("interval");
            putNumber(ends, "low", interval.low());
            putNumber(ends, "high", interval.high());
            ends.put("level", interval.level());
            ends.put("method", interval.method());
        }
        node.put("samples", value.samples());
        if (value.note() != null) {
            node.put("note", value.note());
        }
        return node;
    }

    private static void putNumber(ObjectNode node, String name, double number) {
        if (Double.isFinite(number)) {
            node.put(name, number);
        } else {
            node.putNull(name);
        }
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode node = NODES.arrayNode();
        texts.forEach(node::add);
        return node;
    }
}
