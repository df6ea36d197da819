package dev.turbobench.engine.turbomind.model.format.huggingface;

import dev.turbobench.engine.turbomind.model.WeightRole;

/** How Hugging Face checkpoints call their tensors. */
public final class TensorNames {

    private TensorNames() {}

    /** The name that most families use, without the prefix {@code model}. */
    public static String common(WeightRole role, int layer) {
        return switch (role) {
            case EMBEDDING -> "embed_tokens.weight";
            case FINAL_NORM -> "norm.weight";
            case OUTPUT_HEAD -> "lm_head.weight";
            case ATTENTION_NORM -> inLayer(layer, "input_layernorm.weight");
            case QUERY -> inLayer(layer, "self_attn.q_proj.weight");
            case KEY -> inLayer(layer, "self_attn.k_proj.weight");
            case VALUE -> inLayer(layer, "self_attn.v_proj.weight");
            case QUERY_BIAS -> inLayer(layer, "self_attn.q_proj.bias");
            case KEY_BIAS -> inLayer(layer, "self_attn.k_proj.bias");
            case VALUE_BIAS -> inLayer(layer, "self_attn.v_proj.bias");
            case QUERY_NORM -> inLayer(layer, "self_attn.q_norm.weight");
            case KEY_NORM -> inLayer(layer, "self_attn.k_norm.weight");
            case OUTPUT -> inLayer(layer, "self_attn.o_proj.weight");
            case OUTPUT_BIAS -> inLayer(layer, "self_attn.o_proj.bias");
            case FEED_FORWARD_NORM -> inLayer(layer, "post_attention_layernorm.weight");
            case GATE -> inLayer(layer, "mlp.gate_proj.weight");
            case UP -> inLayer(layer, "mlp.up_proj.weight");
            case DOWN -> inLayer(layer, "mlp.down_proj.weight");
        };
    }

    /** The names of InternLM2, where query, key and value are one tensor. */
    static String internlm2(WeightRole role, int layer) {
        return switch (role) {
            case EMBEDDING -> "tok_embeddings.weight";
            case FINAL_NORM -> "norm.weight";
            case OUTPUT_HEAD -> "output.weight";
            case ATTENTION_NORM -> inLayer(layer, "attention_norm.weight");
            case QUERY, KEY, VALUE -> inLayer(layer, "attention.wqkv.weight");
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS -> inLayer(layer, "attention.wqkv.bias");
            case OUTPUT -> inLayer(layer, "attention.wo.weight");
            case OUTPUT_BIAS -> inLayer(layer, "attention.wo.bias");
            case FEED_FORWARD_NORM -> inLayer(layer, "ffn_norm.weight");
            case GATE -> inLayer(layer, "feed_forward.w1.weight");
            case UP -> inLayer(layer, "feed_forward.w3.weight");
            case DOWN -> inLayer(layer, "feed_forward.w2.weight");
            case QUERY_NORM, KEY_NORM -> throw new IllegalArgumentException("InternLM2 has no " + role);
        };
    }

    private static String inLayer(int layer, String name) {
        return "layers." + layer + "." + name;
    }
}
