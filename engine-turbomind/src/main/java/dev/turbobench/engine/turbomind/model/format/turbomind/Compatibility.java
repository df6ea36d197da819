package dev.turbobench.engine.turbomind.model.format.turbomind;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The version of LMDeploy whose meaning the keys of {@code config.ini} have, as two of them changed theirs. */
public enum Compatibility {
    /** {@code cache_max_entry_count} below 1 is a share of all memory; {@code quant_policy = 4} an int8 KV cache. */
    V0_1("0.1"),
    /** {@code cache_max_entry_count} below 1 is a share of the free memory; {@code quant_policy = 4} an int4 KV cache. */
    V0_5("0.5");

    /** Keys that were not written before 0.4. */
    private static final Set<String> LATER_KEYS =
            Set.of("model_arch", "max_prefill_token_num", "enable_prefix_caching", "rope_scaling_type");

    private final String label;

    Compatibility(String label) {
        this.label = label;
    }

    /** As options spell it. */
    public String label() {
        return label;
    }

    /** Find by {@link #label}. */
    public static Optional<Compatibility> find(String label) {
        return Arrays.stream(values())
                .filter(value -> value.label.equals(label))
                .findFirst();
    }

    /** The version that wrote a configuration, by the keys that it has. */
    static Compatibility of(IniSection section) {
        return section.keys().stream().anyMatch(LATER_KEYS::contains) ? V0_5 : V0_1;
    }
}
