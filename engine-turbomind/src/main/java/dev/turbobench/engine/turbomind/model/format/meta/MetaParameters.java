package dev.turbobench.engine.turbomind.model.format.meta;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code params.json} says; the remaining sizes are those of the tensors.
 *
 * @param vocabularySize 0 if it does not say
 * @param maxPositions empty if it does not say
 */
record MetaParameters(
        int hiddenSize,
        int layers,
        int heads,
        int kvHeads,
        double normEpsilon,
        double ropeBase,
        int vocabularySize,
        OptionalInt maxPositions) {

    static final String FILE_NAME = "params.json";

    private static final int MOST_LAYERS = 1 << 12;
    private static final int MOST_HEADS = 1 << 12;
    private static final int WIDEST = 1 << 20;
    private static final int MOST_TOKENS = 1 << 24;
    private static final int MOST_POSITIONS = 1 << 28;
    private static final double DEFAULT_ROPE_BASE = 10_000;

    private static final String SCALED_ROPE = "use_scaled_rope";
    private static final Set<String> KNOWN = Set.of(
            "dim",
            "n_layers",
            "n_heads",
            "n_kv_heads",
            "norm_eps",
            "rope_theta",
            "vocab_size",
            "max_seq_len",
            // These give the width of the feed-forward layer, which the tensors show.
            "multiple_of",
            "ffn_dim_multiplier",
            "max_batch_size",
            SCALED_ROPE);

    static MetaParameters read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        ObjectNode node = JsonFile.read(file);
        JsonSection json = new JsonSection(node, file.toString());
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!KNOWN.contains(key)) {
                throw json.problem(MODEL_UNSUPPORTED, Excerpt.of(key), "is not known, and could change the model");
            }
        }
        if (json.flag(SCALED_ROPE, false)) {
            throw json.problem(
                    MODEL_UNSUPPORTED,
                    SCALED_ROPE,
                    "is not supported, as the file does not say the factors; convert the Hugging Face checkpoint");
        }
        int hidden = json.positiveInt("dim", WIDEST);
        int heads = json.positiveInt("n_heads", MOST_HEADS);
        int kvHeads = json.optionalInt("n_kv_heads", 1, MOST_HEADS).orElse(heads);
        if (heads % kvHeads != 0 || hidden % (2 * heads) != 0) {
            throw json.problem(
                    MODEL_INVALID,
                    "n_heads",
                    "expected a multiple of n_kv_heads (%d) that divides dim (%d) into even heads, found %d"
                            .formatted(kvHeads, hidden, heads));
        }
        return new MetaParameters(
                hidden,
                json.positiveInt("n_layers", MOST_LAYERS),
                heads,
                kvHeads,
                json.number("norm_eps", 0),
                json.optionalNumber("rope_theta", 0).orElse(DEFAULT_ROPE_BASE),
                Math.max(0, json.optionalInt("vocab_size", -1, MOST_TOKENS).orElse(0)),
                json.optionalInt("max_seq_len", 1, MOST_POSITIONS));
    }
}
