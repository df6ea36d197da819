package dev.turbobench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.report.RunHeader;

/** What ran, as a JSON tree. */
final class EngineNode {

    private EngineNode() {}

    static ObjectNode of(RunHeader header) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", header.engine());
        EngineInfo info = header.engineInfo();
        if (info != null) {
            addInfo(node, info);
        }
        EngineLimits limits = header.engineLimits();
        if (limits != null) {
            node.putObject("limits")
                    .put("max_batch_size", limits.maxBatchSize())
                    .put("max_sequence_tokens", limits.maxSequenceTokens())
                    .put("kv_blocks", limits.kvBlocks())
                    .put("kv_block_tokens", limits.kvBlockTokens());
        }
        return node;
    }

    private static void addInfo(ObjectNode node, EngineInfo info) {
        node.put("model", info.model());
        node.put("architecture", info.architecture());
        node.put("parameters", info.parameters());
        node.put("vocabulary_size", info.vocabularySize());
        node.put("random_weights", info.randomWeights());
        node.put("data_type", info.dataType());
        node.put("device", info.device());
        node.put("tensor_parallel_size", info.tensorParallelSize());
        ArrayNode devices = node.putArray("device_names");
        info.deviceNames().forEach(devices::add);
        ArrayNode capabilities = node.putArray("capabilities");
        info.capabilities().forEach(capability -> capabilities.add(capability.name()));
        ObjectNode details = node.putObject("details");
        info.details().forEach(details::put);
    }
}
