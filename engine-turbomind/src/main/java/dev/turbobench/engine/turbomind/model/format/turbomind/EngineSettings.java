package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.synthetic.SyntheticModels;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How {@code config.ini} steers the engine. A user's own options win.
 *
 * @param compatibility whose meaning the keys have
 * @param maxBatchSize {@code max_batch_size}: most sequences at the same time
 * @param sessionLength {@code session_len}: most tokens of a sequence
 * @param stepTokens most prompt tokens of a step: {@code max_context_token_num}, unless it counts sequences of full length
 *     as a value up to {@code max_batch_size} does, or else {@code num_tokens_per_iter} or {@code max_prefill_token_num} of
 *     later versions
 * @param cacheSize {@code cache_max_entry_count}: below 1 a share of memory as {@code compatibility} says, from 1 on the
 *     number of KV blocks
 * @param cacheBlockTokens {@code cache_block_seq_len}: tokens of a KV block
 * @param cacheChunkBlocks {@code cache_chunk_size}: KV blocks that are allocated together; -1 for all
 * @param quantPolicy {@code quant_policy}: how the KV cache is quantised; 0 if it is not
 * @param warnings what was read but differs from what was written, or is not known; one line each
 */
public record EngineSettings(
        Compatibility compatibility,
        int maxBatchSize,
        int sessionLength,
        OptionalInt stepTokens,
        double cacheSize,
        int cacheBlockTokens,
        int cacheChunkBlocks,
        int quantPolicy,
        List<String> warnings) {

    private static final int MOST = 1 << 28;
    private static final int QUANTISED_CACHE = 4;
    private static final List<String> STEP_TOKENS = List.of("num_tokens_per_iter", "max_prefill_token_num");
    private static final Set<String> OPTIONAL = Set.of(
            "max_batch_size",
            "session_len",
            "max_context_token_num",
            "num_tokens_per_iter",
            "max_prefill_token_num",
            "cache_max_entry_count",
            "cache_block_seq_len",
            "cache_chunk_size",
            "quant_policy",
            "rope_scaling_factor",
            "use_logn_attn",
            "use_context_fmha");

    /** Keys that say nothing that matters here, or were read with the model. */
    private static final Set<String> LATER = Set.of(
            "model_arch",
            "max_prefill_iters",
            "extra_tokens_per_iter",
            "enable_prefix_caching",
            "original_max_position_embeddings",
            "rope_scaling_type",
            "low_freq_factor",
            "high_freq_factor",
            "lora_policy",
            "lora_r",
            "lora_scale",
            "lora_max_wo_r",
            "lora_rank_pattern",
            "lora_scale_pattern");

    public EngineSettings {
        warnings = List.copyOf(warnings);
    }

    /**
     * Read the settings of a workspace.
     *
     * @param model a model that can be opened, as the user named it
     * @param compatibility whose meaning the keys have; empty to tell by the keys that are there
     * @return the settings; empty if the model is not a workspace
     */
    public static Optional<EngineSettings> of(String model, Optional<Compatibility> compatibility) {
        return weights(model)
                .map(folder -> read(
                        WorkspaceFormat.config(folder),
                        Fingerprints.read(folder).keys(),
                        compatibility));
    }

    private static Optional<Path> weights(String model) {
        return model.startsWith(SyntheticModels.PREFIX)
                ? Optional.empty()
                : Optional.ofNullable(WorkspaceFolder.weights(Path.of(model)));
    }

    static EngineSettings read(Path file, Map<String, String> written, Optional<Compatibility> compatibility) {
        WorkspaceConfig config = ConfigReader.read(file);
        IniSection section = ConfigReader.mainSection(file);
        int batch = section.integer("max_batch_size", 1, MOST, 64);
        return new EngineSettings(
                compatibility.orElse(Compatibility.of(section)),
                batch,
                config.sessionLength(),
                stepTokens(section, batch, config.sessionLength()),
                section.number("cache_max_entry_count", Double.MIN_VALUE, Integer.MAX_VALUE, 0.95),
                section.integer("cache_block_seq_len", 1, MOST, 128),
                section.integer("cache_chunk_size", -1, MOST, 1),
                section.integer("quant_policy", 0, MOST, 0),
                warnings(file, section, written));
    }

    private static OptionalInt stepTokens(IniSection section, int batch, int sessionLength) {
        int context = section.integer("max_context_token_num", 1, MOST, sessionLength);
        if (context > batch) {
            return OptionalInt.of(context);
        }
        return STEP_TOKENS.stream()
                .mapToInt(key -> section.integer(key, 0, MOST, 0))
                .filter(tokens -> tokens > 0)
                .findFirst();
    }

    /**
     * Read the scales of the KV cache.
     *
     * @param model the model that the settings are of, as the user named it
     * @return the scales; empty if the cache is not quantised
     * @throws BenchmarkException if it is quantised in a way that is not supported, or scales are missing
     */
    public Optional<KvScales> kvScales(String model) {
        if (quantPolicy == 0) {
            return Optional.empty();
        }
        Path folder = weights(model).orElseThrow();
        if (quantPolicy == QUANTISED_CACHE && compatibility == Compatibility.V0_1) {
            WorkspaceConfig config = ConfigReader.read(WorkspaceFormat.config(folder));
            return Optional.of(KvScaleFiles.read(folder, config));
        }
        String meaning = quantPolicy == QUANTISED_CACHE
                ? "an int4 KV cache since LMDeploy 0.4; if the int8 cache of earlier versions is meant, add --set engine.turbomind.compat=0.1"
                : "not an int8 KV cache as LMDeploy %s takes it".formatted(compatibility.label());
        throw new BenchmarkException(
                MODEL_UNSUPPORTED,
                "%s: quant_policy = %d is not supported (%s); set it to 0 for a KV cache that is not quantised"
                        .formatted(WorkspaceFormat.config(folder), quantPolicy, meaning));
    }

    private static List<String> warnings(Path file, IniSection section, Map<String, String> written) {
        List<String> warnings = new ArrayList<>();
        written.forEach((key, value) -> {
            String now = section.has(key) ? section.text(key) : "nothing";
            if (!now.equals(value)) {
                warnings.add("%s: %s is about the weights and must not be changed: written as %s, found %s"
                        .formatted(file, key, value, now));
            }
        });
        Set<String> known = new HashSet<>(OPTIONAL);
        known.addAll(LATER);
        if (!section.flag("use_dynamic_ntk") || section.number("rope_scaling_factor", 0, MOST, 0) >= 1) {
            known.add("use_dynamic_ntk");
        }
        known.addAll(ConfigWriter.readOnlyKeys());
        section.keys().stream().filter(key -> !known.contains(key)).sorted().forEach(key -> {
            warnings.add("%s: %s is not known and has no effect".formatted(file, key));
        });
        return warnings;
    }
}
