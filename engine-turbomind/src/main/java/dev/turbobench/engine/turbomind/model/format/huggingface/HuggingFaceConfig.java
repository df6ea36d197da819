package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns a {@code config.json} into a {@link ModelConfig}, refusing by name what cannot be run as it says. */
public final class HuggingFaceConfig {

    /** Name of the file. */
    public static final String FILE_NAME = "config.json";

    static final int MOST_POSITIONS = 1 << 28;
    private static final int MOST_LAYERS = 1 << 12;
    private static final int MOST_HEADS = 1 << 12;
    private static final int WIDEST_HEAD = 1 << 12;
    private static final int WIDEST = 1 << 20;
    private static final int MOST_TOKENS = 1 << 24;

    /** What transformers takes for a key that is not there. */
    private static final int QWEN3_HEAD = 128;

    private static final int MISTRAL_KV_HEADS = 8;

    /** The token that ends a text in every tokenizer of the first Qwen, which its configuration does not say. */
    private static final int QWEN_END = 151_643;

    private final JsonSection json;
    private final Supplier<Optional<DataType>> storedType;

    private HuggingFaceConfig(JsonSection json, Supplier<Optional<DataType>> storedType) {
        this.json = json;
        this.storedType = storedType;
    }

    /** Read the configuration of a model that has no weights, so that it must say their data type. */
    public static ModelConfig read(JsonSection json) {
        return read(json, Optional::empty);
    }

    /**
     * Read the configuration of a model.
     *
     * @param storedType asked for the data type of the weights if the configuration does not say it
     */
    static ModelConfig read(JsonSection json, Supplier<Optional<DataType>> storedType) {
        return new HuggingFaceConfig(json, storedType).read();
    }

    private ModelConfig read() {
        Family family = family();
        UnsupportedSettings.refuse(json, family);
        int hidden = json.positiveInt("hidden_size", WIDEST);
        int heads = json.positiveInt("num_attention_heads", MOST_HEADS);
        int kvHeads = kvHeads(family, heads);
        int headSize = headSize(family, hidden, heads);
        int vocabulary = json.positiveInt("vocab_size", MOST_TOKENS);
        int maxPositions =
                json.positiveInt(family == Family.QWEN ? "seq_length" : "max_position_embeddings", MOST_POSITIONS);
        UnsupportedSettings.refuseSlidingWindow(json, family, maxPositions);
        RopeSettings rope = RopeSettings.read(json, family, maxPositions, headSize);
        boolean bias = !family.biasKey().isEmpty() && json.flag(family.biasKey(), family.biasByDefault());
        return new ModelConfig(
                family.architecture(),
                hidden,
                json.positiveInt("num_hidden_layers", MOST_LAYERS),
                heads,
                kvHeads,
                headSize,
                intermediate(family),
                vocabulary,
                maxPositions,
                json.number(family == Family.QWEN ? "layer_norm_epsilon" : "rms_norm_eps", 0),
                rope.base(),
                rope.scaling(),
                family == Family.QWEN && json.flag("use_logn_attn", true),
                bias || family == Family.QWEN2 || family == Family.QWEN,
                bias,
                family == Family.QWEN3,
                json.flag("tie_word_embeddings", false),
                json.optionalInt("bos_token_id", 0, vocabulary - 1).orElse(-1),
                endTokens(family, vocabulary),
                dataType());
    }

    /** The first Qwen counts gate and up together. */
    private int intermediate(Family family) {
        int size = json.positiveInt("intermediate_size", WIDEST);
        if (family != Family.QWEN) {
            return size;
        }
        if (size % 2 != 0) {
            throw json.problem(MODEL_INVALID, "intermediate_size", "expected an even number, found " + size);
        }
        return size / 2;
    }

    private List<Integer> endTokens(Family family, int vocabulary) {
        List<Integer> declared = json.ints("eos_token_id", 0, vocabulary - 1);
        boolean implied = family == Family.QWEN && declared.isEmpty() && QWEN_END < vocabulary;
        return implied ? List.of(QWEN_END) : declared;
    }

    private Family family() {
        List<String> architectures = json.strings("architectures");
        if (!architectures.isEmpty()) {
            String name = architectures.get(0);
            return Family.ofArchitecture(name)
                    .orElseThrow(() -> json.problem(MODEL_UNSUPPORTED, "architectures", refusal(name)));
        }
        String modelType = json.string("model_type")
                .orElseThrow(() -> json.problem(
                        MODEL_INVALID,
                        "architectures",
                        "expected the name of an architecture, found nothing; supported are " + Family.supported()));
        return Family.ofModelType(modelType)
                .orElseThrow(() -> json.problem(MODEL_UNSUPPORTED, "model_type", refusal(modelType)));
    }

    private static String refusal(String name) {
        return "%s is not supported; supported are %s".formatted(Excerpt.of(name), Family.supported());
    }

    private int kvHeads(Family family, int heads) {
        int absent = family == Family.MISTRAL && !json.mentions("num_key_value_heads") ? MISTRAL_KV_HEADS : heads;
        int kvHeads = json.optionalInt("num_key_value_heads", 1, MOST_HEADS).orElse(absent);
        if (heads % kvHeads != 0) {
            throw json.problem(
                    MODEL_INVALID,
                    "num_key_value_heads",
                    "expected a divisor of num_attention_heads, which is %d, found %d".formatted(heads, kvHeads));
        }
        return kvHeads;
    }

    private int headSize(Family family, int hidden, int heads) {
        boolean implied = family == Family.QWEN3 && !json.mentions("head_dim");
        if (!implied && !json.has("head_dim") && hidden % heads != 0) {
            throw json.problem(
                    MODEL_INVALID,
                    "hidden_size",
                    "expected a multiple of num_attention_heads, which is %d, found %d".formatted(heads, hidden));
        }
        int headSize = json.optionalInt("head_dim", 1, WIDEST_HEAD).orElse(implied ? QWEN3_HEAD : hidden / heads);
        if (headSize % 2 != 0) {
            throw json.problem(
                    MODEL_INVALID,
                    "head_dim",
                    "expected an even number, as features rotate in pairs, found " + headSize);
        }
        return headSize;
    }

    private DataType dataType() {
        String key = json.has("dtype") ? "dtype" : "torch_dtype";
        Optional<String> declared = json.string(key);
        if (declared.isEmpty()) {
            return storedType
                    .get()
                    .orElseThrow(() ->
                            json.problem(MODEL_INVALID, key, "expected float32, float16 or bfloat16, found nothing"));
        }
        String name = declared.get();
        return switch (name.startsWith("torch.") ? name.substring(6) : name) {
            case "float32" -> DataType.FP32;
            case "float16" -> DataType.FP16;
            case "bfloat16" -> DataType.BF16;
            default ->
                throw json.problem(
                        MODEL_UNSUPPORTED,
                        key,
                        "%s is not supported; supported are float32, float16, bfloat16".formatted(Excerpt.of(name)));
        };
    }
}
