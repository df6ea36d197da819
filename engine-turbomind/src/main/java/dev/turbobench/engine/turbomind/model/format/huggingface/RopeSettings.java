package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import java.util.Optional;

/**
 * How positions are rotated, from any of the layouts that configurations use: {@code rope_parameters}; {@code rope_theta}
 * with {@code rope_scaling}; {@code rotary} of the first InternLM; {@code rotary_emb_base} of the first Qwen.
 *
 * @param base base of the frequencies
 * @param scaling how they are stretched
 */
record RopeSettings(double base, RopeScaling scaling) {

    private static final double DEFAULT_BASE = 10000;
    private static final String SUPPORTED = "default, linear, dynamic, llama3, yarn";

    static RopeSettings read(JsonSection config, Family family, int maxPositions, int headSize) {
        JsonSection rope = config.section("rope_scaling")
                .or(() -> config.section("rope_parameters"))
                .or(() -> family == Family.INTERNLM ? config.section("rotary") : Optional.empty())
                .orElse(config);
        refuseAnythingPartial(config);
        refuseAnythingPartial(rope);
        double base = family == Family.QWEN
                ? config.optionalNumber("rotary_emb_base", 1).orElse(DEFAULT_BASE)
                : base(rope, config);
        String type = rope == config
                ? "default"
                : rope.string("rope_type").or(() -> rope.string("type")).orElse("default");
        RopeScaling scaling = switch (type) {
            case "default", "origin" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(factor(rope));
            case "dynamic" -> dynamic(rope, maxPositions, headSize);
            case "llama3" -> llama3(rope, originalMaxPositions(config, rope, maxPositions));
            case "yarn" -> yarn(rope, originalMaxPositions(config, rope, maxPositions));
            default ->
                throw rope.problem(
                        MODEL_UNSUPPORTED,
                        "rope_type",
                        "rotary scaling \"%s\" is not supported; supported are %s"
                                .formatted(Excerpt.of(type), SUPPORTED));
        };
        return new RopeSettings(base, scaling);
    }

    private static double base(JsonSection rope, JsonSection config) {
        return rope.optionalNumber("rope_theta", 1)
                .orElseGet(() -> rope.optionalNumber("base", 1)
                        .orElseGet(() -> config.optionalNumber("rope_theta", 1).orElse(DEFAULT_BASE)));
    }

    private static void refuseAnythingPartial(JsonSection section) {
        if (section.optionalNumber("partial_rotary_factor", 0).orElse(1) != 1) {
            throw section.problem(
                    MODEL_UNSUPPORTED,
                    "partial_rotary_factor",
                    "rotating a part of each head is not supported; supported is 1");
        }
        for (String layerType : new String[] {"full_attention", "sliding_attention"}) {
            if (section.has(layerType)) {
                throw section.problem(
                        MODEL_UNSUPPORTED,
                        layerType,
                        "rotary settings for each type of layer are not supported; supported is one for all layers");
            }
        }
    }

    private static double factor(JsonSection rope) {
        return atLeastOne(rope, "factor", rope.number("factor", 0));
    }

    private static double atLeastOne(JsonSection rope, String key, double factor) {
        if (factor < 1) {
            throw rope.problem(MODEL_INVALID, key, "expected a number of at least 1, found " + factor);
        }
        return factor;
    }

    private static RopeScaling dynamic(JsonSection rope, int maxPositions, int headSize) {
        if (headSize <= 2) {
            throw rope.problem(MODEL_INVALID, "type", "dynamic scaling needs heads of more than 2 features");
        }
        // InternLM calls it scaling_factor and leaves it out if it is 1.
        String key = rope.has("base") && !rope.has("factor") ? "scaling_factor" : "factor";
        double factor = key.equals("factor")
                ? factor(rope)
                : atLeastOne(rope, key, rope.optionalNumber(key, 0).orElse(1));
        return new RopeScaling.DynamicNtk(factor, maxPositions);
    }

    /** The value outside of the rotary settings wins, as it does in transformers. */
    private static int originalMaxPositions(JsonSection config, JsonSection rope, int maxPositions) {
        String key = "original_max_position_embeddings";
        JsonSection section = config.has(key) ? config : rope;
        return section.optionalInt(key, 1, HuggingFaceConfig.MOST_POSITIONS).orElse(maxPositions);
    }

    private static RopeScaling llama3(JsonSection rope, int originalMaxPositions) {
        double low = rope.number("low_freq_factor", 0);
        double high = rope.number("high_freq_factor", 0);
        if (high <= low) {
            throw rope.problem(
                    MODEL_INVALID,
                    "high_freq_factor",
                    "expected more than low_freq_factor, which is %s, found %s".formatted(low, high));
        }
        return new RopeScaling.Llama3(factor(rope), low, high, originalMaxPositions);
    }

    private static RopeScaling yarn(JsonSection rope, int originalMaxPositions) {
        double factor = factor(rope);
        double fast = rope.optionalNumber("beta_fast", 0).orElse(32);
        double slow = rope.optionalNumber("beta_slow", 0).orElse(1);
        if (fast < slow) {
            throw rope.problem(
                    MODEL_INVALID,
                    "beta_fast",
                    "expected at least beta_slow, which is %s, found %s".formatted(slow, fast));
        }
        double attention = rope.optionalNumber("attention_factor", 0).orElseGet(() -> attentionFactor(rope, factor));
        return new RopeScaling.Yarn(factor, originalMaxPositions, fast, slow, attention, rope.flag("truncate", true));
    }

    /** {@code 0.1 ln(factor) + 1}; with both mscales, the quotient of what each gives. */
    private static double attentionFactor(JsonSection rope, double factor) {
        double mscale = rope.nonNegative("mscale", 0);
        double allDim = rope.nonNegative("mscale_all_dim", 0);
        if (mscale != 0 && allDim != 0) {
            return temperature(factor, mscale) / temperature(factor, allDim);
        }
        return temperature(factor, 1);
    }

    private static double temperature(double factor, double mscale) {
        return 0.1 * mscale * Math.log(factor) + 1;
    }
}
