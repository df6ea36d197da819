package dev.turbobench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.report.RunHeader;

/** What is known before the first case, as a JSON tree. */
final class HeaderNode {

    private HeaderNode() {}

    static ObjectNode of(RunHeader header) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("schema_version", ResultDocument.SCHEMA_VERSION);
        node.put("turbobench_version", header.version());
        node.put("run_id", header.runId());
        node.put("started", header.started().toString());
        node.put("model", header.model());
        node.set("engine", EngineNode.of(header));
        ArrayNode notices = node.putArray("notices");
        header.notices().forEach(notices::add);
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
                        .put("sha256", plugin.sha256())
                        .put("conformance", plugin.conformance()));
        ArrayNode planned = node.putArray("planned_cases");
        header.cases().forEach(spec -> planned.add(CaseNode.of(spec)));
        return node;
    }
}
