package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

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
 * @param maxBatchSize {@code max_batch_size}: most sequences at the same time
 * @param sessionLength {@code session_len}: most tokens of a sequence
 * @param maxContextTokens {@code max_context_token_num}: most tokens of one forward pass; empty if the value counts
 *     sequences of full length, as one up to {@code max_batch_size} does
 * @param cacheSize {@code cache_max_entry_count}: below 1 the share of the memory that is free after loading, as LMDeploy
 *     takes it since 0.2.1 (0.1: of all memory), from 1 on the number of KV blocks
 * @param cacheBlockTokens {@code cache_block_seq_len}: tokens of a KV block
 * @param cacheChunkBlocks {@code cache_chunk_size}: KV blocks that are allocated together; -1 for all
 * @param warnings what was read but differs from what was written, or is not known; one line each
 */
public record EngineSettings(
        int maxBatchSize,
        int sessionLength,
        OptionalInt maxContextTokens,
        double cacheSize,
        int cacheBlockTokens,
        int cacheChunkBlocks,
        List<String> warnings) {

    private static final int MOST = 1 << 28;
    private static final int INT8_BEFORE_0_4 = 4;
    private static final Set<String> OPTIONAL = Set.of(
            "max_batch_size",
            "session_len",
            "max_context_token_num",
            "cache_max_entry_count",
            "cache_block_seq_len",
            "cache_chunk_size",
            "quant_policy",
            "rope_scaling_factor",
            "use_logn_attn",
            "use_context_fmha");

    public EngineSettings {
        warnings = List.copyOf(warnings);
    }

    /**
     * Read the settings of a workspace.
     *
     * @param model a model that can be opened, as the user named it
     * @return the settings; empty if the model is not a workspace
     */
    public static Optional<EngineSettings> of(String model) {
        Path weights = model.startsWith(SyntheticModels.PREFIX) ? null : WorkspaceFolder.weights(Path.of(model));
        if (weights == null) {
            return Optional.empty();
        }
        Path file = WorkspaceFormat.config(weights);
        return Optional.of(read(file, Fingerprints.read(weights).keys()));
    }

    static EngineSettings read(Path file, Map<String, String> written) {
        WorkspaceConfig config = ConfigReader.read(file);
        IniSection section = ConfigReader.mainSection(file);
        refuseQuantisedCache(file, section);
        int batch = section.integer("max_batch_size", 1, MOST, 64);
        int context = section.integer("max_context_token_num", 1, MOST, config.sessionLength());
        return new EngineSettings(
                batch,
                config.sessionLength(),
                context <= batch ? OptionalInt.empty() : OptionalInt.of(context),
                section.number("cache_max_entry_count", Double.MIN_VALUE, Integer.MAX_VALUE, 0.95),
                section.integer("cache_block_seq_len", 1, MOST, 128),
                section.integer("cache_chunk_size", -1, MOST, 1),
                warnings(file, section, written));
    }

    private static void refuseQuantisedCache(Path file, IniSection section) {
        int policy = section.integer("quant_policy", 0, MOST, 0);
        if (policy != 0) {
            String meaning = policy == INT8_BEFORE_0_4
                    ? "an int8 KV cache in LMDeploy 0.1 to 0.3, int4 from 0.4 on"
                    : "another KV cache";
            throw new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "%s: quant_policy = %d (%s) is not supported; set it to 0 for a KV cache that is not quantised"
                            .formatted(file, policy, meaning));
        }
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
        known.addAll(ConfigWriter.readOnlyKeys());
        section.keys().stream().filter(key -> !known.contains(key)).sorted().forEach(key -> {
            warnings.add("%s: %s is not known and has no effect".formatted(file, key));
        });
        return warnings;
    }
}
