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

    /** The name in a family, without the prefix of the decoder. */
    static String of(Family family, WeightRole role, int layer) {
        return switch (family) {
            case LLAMA, INTERNLM, MISTRAL, QWEN2, QWEN3 -> common(role, layer);
            case INTERNLM2 -> internlm2(role, layer);
            case BAICHUAN, BAICHUAN2 -> baichuan(role, layer);
            case QWEN -> qwen(role, layer);
        };
    }

    private static String baichuan(WeightRole role, int layer) {
        return switch (role) {
            case QUERY, KEY, VALUE -> inLayer(layer, "self_attn.W_pack.weight");
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS -> inLayer(layer, "self_attn.W_pack.bias");
            case EMBEDDING, FINAL_NORM, OUTPUT_HEAD, ATTENTION_NORM, QUERY_NORM, KEY_NORM -> common(role, layer);
            case OUTPUT, OUTPUT_BIAS, FEED_FORWARD_NORM, GATE, UP, DOWN -> common(role, layer);
        };
    }

    /** The feed-forward layer is {@code c_proj(w1(x) * silu(w2(x)))}: {@code w2} is the gate. */
    private static String qwen(WeightRole role, int layer) {
        return switch (role) {
            case EMBEDDING -> "wte.weight";
            case FINAL_NORM -> "ln_f.weight";
            case OUTPUT_HEAD -> "lm_head.weight";
            case ATTENTION_NORM -> inBlock(layer, "ln_1.weight");
            case QUERY, KEY, VALUE -> inBlock(layer, "attn.c_attn.weight");
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS -> inBlock(layer, "attn.c_attn.bias");
            case OUTPUT -> inBlock(layer, "attn.c_proj.weight");
            case OUTPUT_BIAS -> inBlock(layer, "attn.c_proj.bias");
            case FEED_FORWARD_NORM -> inBlock(layer, "ln_2.weight");
            case GATE -> inBlock(layer, "mlp.w2.weight");
            case UP -> inBlock(layer, "mlp.w1.weight");
            case DOWN -> inBlock(layer, "mlp.c_proj.weight");
            case QUERY_NORM, KEY_NORM -> throw new IllegalArgumentException("Qwen has no " + role);
        };
    }

    private static String inBlock(int layer, String name) {
        return "h." + layer + "." + name;
    }

    /** The names of InternLM2, where query, key and value are one tensor. */
    private static String internlm2(WeightRole role, int layer) {
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
