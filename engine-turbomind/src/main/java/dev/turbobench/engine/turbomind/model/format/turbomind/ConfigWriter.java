package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code config.ini} with the keys, the order and the numbers of LMDeploy 0.1. */
final class ConfigWriter {

    /** The section that LMDeploy reads. */
    static final String ORIGINAL = "llama";
    /** Its name where LMDeploy would compute something else, so that it finds none and stops. */
    static final String EXTENDED = "turbobench-llama";
    /** What the original keys cannot say. */
    static final String ADDITIONS = "turbobench";

    private ConfigWriter() {}

    static String ini(WorkspaceConfig config) {
        StringBuilder text = new StringBuilder();
        append(text, config.extensions().isEmpty() ? ORIGINAL : EXTENDED, keys(config));
        Map<String, String> additions = additions(config);
        if (!additions.isEmpty()) {
            append(text, ADDITIONS, additions);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String section, Map<String, String> keys) {
        text.append('[').append(section).append("]\n");
        keys.forEach((key, value) -> text.append(key)
                .append(value.isEmpty() ? " =" : " = ")
                .append(value)
                .append('\n'));
        text.append('\n');
    }

    static Map<String, String> keys(WorkspaceConfig config) {
        ModelConfig model = config.model();
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("model_name", config.modelName());
        keys.put("tensor_para_size", "" + config.ranks());
        keys.put("head_num", "" + model.heads());
        keys.put("kv_head_num", "" + model.kvHeads());
        keys.put("vocab_size", "" + model.vocabularySize());
        keys.put("num_layer", "" + model.layers());
        keys.put("inter_size", "" + model.intermediateSize());
        keys.put("norm_eps", PythonNumber.of(model.normEpsilon()));
        keys.put("attn_bias", model.qkvBias() ? "1" : "0");
        keys.put("start_id", "" + Math.max(0, model.bosToken()));
        keys.put(
                "end_id",
                "" + (model.eosTokens().isEmpty() ? 0 : model.eosTokens().get(0)));
        keys.put("session_len", "" + config.sessionLength());
        keys.put("weight_type", config.weightType().label());
        keys.put("rotary_embedding", "" + model.headSize());
        keys.put("rope_theta", PythonNumber.of(model.ropeBase()));
        keys.put("size_per_head", "" + model.headSize());
        keys.put("group_size", "" + config.groupSize());
        keys.put("max_batch_size", "64");
        keys.put("max_context_token_num", "1");
        keys.put("step_length", "1");
        keys.put("cache_max_entry_count", "0.5");
        keys.put("cache_block_seq_len", "128");
        keys.put("cache_chunk_size", "1");
        keys.put("use_context_fmha", "1");
        keys.put("quant_policy", "0");
        keys.put("max_position_embeddings", "" + model.maxPositions());
        keys.put("rope_scaling_factor", PythonNumber.of(config.ropeScalingFactor()));
        keys.put("use_logn_attn", model.lognAttention() ? "1" : "0");
        return keys;
    }

    private static Map<String, String> additions(WorkspaceConfig config) {
        ModelConfig model = config.model();
        Map<String, String> keys = new LinkedHashMap<>();
        List<String> extensions = config.extensions();
        if (!extensions.isEmpty()) {
            keys.put("extensions", String.join(", ", extensions));
        }
        if (model.hiddenSize() != model.queryWidth()) {
            keys.put("hidden_units", "" + model.hiddenSize());
        }
        if (model.qkNorm()) {
            keys.put("qk_norm", "1");
        }
        if (!RopeText.isOriginal(model)) {
            keys.put("rope_scaling", RopeText.of(model.ropeScaling()));
        }
        if (model.qkvBias() && !model.outputBias()) {
            keys.put("output_bias", "0");
        }
        if (model.tiedEmbeddings()) {
            keys.put("tied_embeddings", "1");
        }
        if (model.bosToken() < 0) {
            keys.put("start_ids", "");
        }
        if (model.eosTokens().size() != 1) {
            keys.put("end_ids", model.eosTokens().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        return keys;
    }

    /** Keys that are about the weights; changing them makes the workspace mean something else. */
    static List<String> readOnlyKeys() {
        return new ArrayList<>(List.of(
                "model_name",
                "tensor_para_size",
                "head_num",
                "kv_head_num",
                "vocab_size",
                "num_layer",
                "inter_size",
                "norm_eps",
                "attn_bias",
                "start_id",
                "end_id",
                "weight_type",
                "rotary_embedding",
                "rope_theta",
                "size_per_head",
                "group_size",
                "step_length",
                "max_position_embeddings"));
    }
}
