package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import java.util.Set;

/** Settings that change what a model computes and that no operator implements: better refused than ignored. */
final class UnsupportedSettings {

    private static final Set<String> ACTIVATIONS = Set.of("silu", "swish");
    private static final int DEFAULT_MISTRAL_WINDOW = 4096;

    private UnsupportedSettings() {}

    static void refuse(JsonSection json, Family family) {
        String activation = json.string("hidden_act").orElse("silu");
        if (!ACTIVATIONS.contains(activation)) {
            throw json.problem(
                    MODEL_UNSUPPORTED,
                    "hidden_act",
                    "%s is not supported; supported are silu, swish".formatted(Excerpt.of(activation)));
        }
        if (json.has("quantization_config")) {
            String method = json.section("quantization_config")
                    .flatMap(section -> section.string("quant_method"))
                    .orElse("quantization");
            throw json.problem(
                    MODEL_UNSUPPORTED,
                    "quantization_config",
                    "%s is not supported; supported are unquantised float32, float16 and bfloat16 weights%s"
                            .formatted(
                                    Excerpt.of(method),
                                    method.equals("awq")
                                            ? ", and what turbobench convert --model-format awq makes of this folder"
                                            : ""));
        }
        if (json.flag("mlp_bias", false)) {
            throw json.problem(MODEL_UNSUPPORTED, "mlp_bias", "biases in the feed-forward layers are not supported");
        }
        if (family.biasKey().isEmpty() && json.flag("attention_bias", false)) {
            throw json.problem(
                    MODEL_UNSUPPORTED, "attention_bias", "not supported for %s".formatted(family.architecture()));
        }
        refuseInFamily(json, family);
        if (json.flag("use_sliding_window", false)) {
            throw json.problem(
                    MODEL_UNSUPPORTED,
                    "use_sliding_window",
                    "sliding-window attention is not supported; supported is full attention (false)");
        }
        for (String layerType : json.strings("layer_types")) {
            if (!layerType.equals("full_attention")) {
                throw json.problem(
                        MODEL_UNSUPPORTED,
                        "layer_types",
                        "%s is not supported; supported is full_attention".formatted(Excerpt.of(layerType)));
            }
        }
    }

    private static void refuseInFamily(JsonSection json, Family family) {
        if (family == Family.BAICHUAN || family == Family.BAICHUAN2) {
            if (!json.has("max_position_embeddings")) {
                throw json.problem(
                        MODEL_UNSUPPORTED,
                        "max_position_embeddings",
                        "found nothing, which means ALiBi attention (Baichuan 13B); supported are the 7B models");
            }
        }
        if (family == Family.QWEN) {
            if (!json.flag("no_bias", true)) {
                throw json.problem(MODEL_UNSUPPORTED, "no_bias", "biases outside of c_attn are not supported");
            }
            if (json.optionalNumber("rotary_pct", 0).orElse(1) != 1) {
                throw json.problem(MODEL_UNSUPPORTED, "rotary_pct", "rotating a part of a head is not supported");
            }
            int heads = json.positiveInt("num_attention_heads", Integer.MAX_VALUE);
            int hidden = json.positiveInt("hidden_size", Integer.MAX_VALUE);
            if (json.optionalInt("kv_channels", 1, Integer.MAX_VALUE).orElse(hidden / heads) != hidden / heads) {
                throw json.problem(
                        MODEL_UNSUPPORTED, "kv_channels", "expected hidden_size / num_attention_heads, nothing else");
            }
        }
    }

    /** Mistral slides its window whenever it is shorter than the context; an absent key means 4096, null none. */
    static void refuseSlidingWindow(JsonSection json, Family family, int maxPositions) {
        if (family != Family.MISTRAL) {
            return;
        }
        int absent = json.mentions("sliding_window") ? Integer.MAX_VALUE : DEFAULT_MISTRAL_WINDOW;
        int window = json.optionalInt("sliding_window", 1, Integer.MAX_VALUE).orElse(absent);
        if (window < maxPositions) {
            throw json.problem(
                    MODEL_UNSUPPORTED,
                    "sliding_window",
                    "a window of %d tokens in a context of %d is not supported; supported are null and a window of at least max_position_embeddings"
                            .formatted(window, maxPositions));
        }
    }
}
