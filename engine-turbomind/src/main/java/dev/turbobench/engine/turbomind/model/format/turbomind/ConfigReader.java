package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code config.ini}, checking the range of every value that is used. */
final class ConfigReader {

    private static final int MOST_HEADS = 1 << 12;
    private static final int MOST_LAYERS = 1 << 12;
    private static final int WIDEST = 1 << 20;
    private static final int MOST_TOKENS = 1 << 24;
    private static final int MOST_POSITIONS = 1 << 28;
    private static final int MOST_RANKS = 1 << 10;
    private static final int DEFAULT_POSITIONS = 2048;
    private static final double DEFAULT_BASE = 10000;
    private static final double HIGHEST_BASE = 1e10;
    private static final double MOST_STRETCH = 1e4;

    private final IniSection main;
    private final IniSection additions;

    private ConfigReader(IniSection main, IniSection additions) {
        this.main = main;
        this.additions = additions;
    }

    static WorkspaceConfig read(Path file) {
        Map<String, Map<String, String>> sections = IniFile.read(file);
        Map<String, String> main = sections.get(ConfigWriter.ORIGINAL);
        Map<String, String> extended = sections.get(ConfigWriter.EXTENDED);
        if ((main == null) == (extended == null)) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: expected one section [%s] or [%s], found %s"
                            .formatted(
                                    file,
                                    ConfigWriter.ORIGINAL,
                                    ConfigWriter.EXTENDED,
                                    main == null ? "neither" : "both"));
        }
        IniSection values = section(file, main == null ? extended : main);
        return new ConfigReader(values, section(file, sections.get(ConfigWriter.ADDITIONS))).read();
    }

    /** The section with the keys that LMDeploy knows. */
    static IniSection mainSection(Path file) {
        Map<String, Map<String, String>> sections = IniFile.read(file);
        Map<String, String> main = sections.get(ConfigWriter.ORIGINAL);
        return section(file, main == null ? sections.get(ConfigWriter.EXTENDED) : main);
    }

    private static IniSection section(Path file, @Nullable Map<String, String> values) {
        return new IniSection(file, values == null ? Map.of() : values);
    }

    private WorkspaceConfig read() {
        if (main.integer("step_length", 0, Integer.MAX_VALUE, 1) != 1) {
            throw main.problem("step_length", "1", main.text("step_length"));
        }
        WeightType type = weightType();
        ModelConfig model = model(type);
        int rotary = main.integer("rotary_embedding", 1, MOST_HEADS, model.headSize());
        if (rotary != model.headSize()) {
            throw main.problem("rotary_embedding", "size_per_head, which is " + model.headSize(), "" + rotary);
        }
        return new WorkspaceConfig(
                main.text("model_name"),
                main.integer("tensor_para_size", 1, MOST_RANKS, 1),
                type,
                main.integer("group_size", 0, WIDEST, 0),
                main.integer("session_len", 1, MOST_POSITIONS, model.maxPositions()),
                model);
    }

    private WeightType weightType() {
        String name = main.text("weight_type");
        for (WeightType type : WeightType.values()) {
            if (type.label().equals(name)) {
                return type;
            }
        }
        throw main.problem("weight_type", "fp16, bf16 or int4", name);
    }

    private ModelConfig model(WeightType type) {
        int heads = main.integer("head_num", 1, MOST_HEADS);
        int kvHeads = main.integer("kv_head_num", 1, MOST_HEADS, heads);
        int headSize = main.integer("size_per_head", 2, MOST_HEADS);
        if (heads % kvHeads != 0) {
            throw main.problem("kv_head_num", "a divisor of head_num, which is " + heads, "" + kvHeads);
        }
        if (headSize % 2 != 0) {
            throw main.problem("size_per_head", "an even number, as features rotate in pairs", "" + headSize);
        }
        int vocabulary = main.integer("vocab_size", 1, MOST_TOKENS);
        int maxPositions = main.integer("max_position_embeddings", 1, MOST_POSITIONS, DEFAULT_POSITIONS);
        boolean bias = main.flag("attn_bias");
        boolean outputBias = bias && additions.integer("output_bias", 0, 1, 1) == 1;
        boolean qkNorm = additions.flag("qk_norm");
        refuseLaterSettings();
        return new ModelConfig(
                qkNorm ? "Qwen3ForCausalLM" : bias && !outputBias ? "Qwen2ForCausalLM" : "LlamaForCausalLM",
                additions.integer("hidden_units", 1, WIDEST, heads * headSize),
                main.integer("num_layer", 1, MOST_LAYERS),
                heads,
                kvHeads,
                headSize,
                main.integer("inter_size", 1, WIDEST),
                vocabulary,
                maxPositions,
                main.number("norm_eps", 0, 1),
                main.number("rope_theta", 1, HIGHEST_BASE, DEFAULT_BASE),
                ropeScaling(maxPositions),
                main.flag("use_logn_attn"),
                bias,
                outputBias,
                qkNorm,
                additions.flag("tied_embeddings"),
                additions.has("start_ids") ? -1 : main.integer("start_id", 0, vocabulary - 1),
                endIds(vocabulary),
                type.dataType());
    }

    /** What LMDeploy 0.4 and 0.5 added to what a model computes. */
    private void refuseLaterSettings() {
        String scaling = main.has("rope_scaling_type") ? main.text("rope_scaling_type") : "";
        if (!scaling.isEmpty() && !scaling.equals("dynamic")) {
            throw unsupported("rope_scaling_type", scaling, "convert the Hugging Face folder with turbobench convert");
        }
        if (main.integer("lora_r", 0, Integer.MAX_VALUE, 0) > 0) {
            throw unsupported("lora_r", main.text("lora_r"), "adapters cannot be run");
        }
    }

    private BenchmarkException unsupported(String key, String value, String remedy) {
        return new BenchmarkException(
                MODEL_UNSUPPORTED, "%s = %s in config.ini is not supported; %s".formatted(key, value, remedy));
    }

    private List<Integer> endIds(int vocabulary) {
        return additions.has("end_ids")
                ? additions.integers("end_ids", 0, vocabulary - 1)
                : List.of(main.integer("end_id", 0, vocabulary - 1));
    }

    private RopeScaling ropeScaling(int maxPositions) {
        if (additions.has("rope_scaling")) {
            return RopeText.parse(additions, "rope_scaling");
        }
        double factor = main.number("rope_scaling_factor", 0, MOST_STRETCH, 0);
        return factor >= 1 ? new RopeScaling.DynamicNtk(factor, maxPositions) : new RopeScaling.None();
    }
}
