package dev.turbobench.engine.turbomind.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import java.io.IOException;
import java.util.OptionalInt;

/** The {@code config.json} of an exported model: the simplest architecture that computes the same. */
final class ExportedConfig {

    private ExportedConfig() {}

    static byte[] of(ModelConfig model, DataType dataType, OptionalInt groupSize) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        boolean qwen2 = model.qkvBias() && !model.outputBias() && !model.qkNorm();
        String family = model.qkNorm() ? "qwen3" : qwen2 ? "qwen2" : "llama";
        json.putArray("architectures")
                .add(model.qkNorm() ? "Qwen3ForCausalLM" : qwen2 ? "Qwen2ForCausalLM" : "LlamaForCausalLM");
        json.put("model_type", family);
        if (!qwen2) {
            json.put("attention_bias", model.qkvBias());
        }
        json.put("hidden_act", "silu");
        json.put("hidden_size", model.hiddenSize());
        json.put("intermediate_size", model.intermediateSize());
        json.put("num_hidden_layers", model.layers());
        json.put("num_attention_heads", model.heads());
        json.put("num_key_value_heads", model.kvHeads());
        json.put("head_dim", model.headSize());
        json.put("vocab_size", model.vocabularySize());
        json.put("max_position_embeddings", model.maxPositions());
        json.put("rms_norm_eps", model.normEpsilon());
        json.put("rope_theta", model.ropeBase());
        rope(json, model.ropeScaling());
        json.put("tie_word_embeddings", model.tiedEmbeddings());
        if (model.bosToken() >= 0) {
            json.put("bos_token_id", model.bosToken());
        }
        if (model.eosTokens().size() == 1) {
            json.put("eos_token_id", model.eosTokens().get(0));
        } else if (!model.eosTokens().isEmpty()) {
            model.eosTokens().forEach(json.putArray("eos_token_id")::add);
        }
        json.put("torch_dtype", dataType == DataType.BF16 ? "bfloat16" : "float16");
        groupSize.ifPresent(size -> json.putObject("quantization_config")
                .put("quant_method", "awq")
                .put("version", "gemm")
                .put("bits", 4)
                .put("group_size", size)
                .put("zero_point", true));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private static void rope(ObjectNode json, RopeScaling scaling) {
        if (scaling instanceof RopeScaling.None) {
            return;
        }
        ObjectNode rope = json.putObject("rope_scaling");
        if (scaling instanceof RopeScaling.Linear linear) {
            rope.put("rope_type", "linear").put("factor", linear.factor());
        } else if (scaling instanceof RopeScaling.DynamicNtk ntk) {
            rope.put("rope_type", "dynamic").put("factor", ntk.factor());
            rope.put("original_max_position_embeddings", ntk.originalMaxPositions());
        } else if (scaling instanceof RopeScaling.Llama3 llama) {
            rope.put("rope_type", "llama3").put("factor", llama.factor());
            rope.put("low_freq_factor", llama.lowFrequencyFactor());
            rope.put("high_freq_factor", llama.highFrequencyFactor());
            rope.put("original_max_position_embeddings", llama.originalMaxPositions());
        } else if (scaling instanceof RopeScaling.Yarn yarn) {
            rope.put("rope_type", "yarn").put("factor", yarn.factor());
            rope.put("original_max_position_embeddings", yarn.originalMaxPositions());
            rope.put("beta_fast", yarn.betaFast()).put("beta_slow", yarn.betaSlow());
            rope.put("attention_factor", yarn.attentionFactor()).put("truncate", yarn.truncate());
        }
    }
}
