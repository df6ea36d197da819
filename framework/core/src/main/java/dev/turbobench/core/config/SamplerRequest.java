package dev.turbobench.core.config;

import dev.turbobench.spi.option.OptionValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sampler to run.
 *
 * @param name name of the sampler
 * @param options the options that were given for it, not yet checked against its declarations
 * @param required whether the user asked for it by name, so that the run must not go on without it
 */
public record SamplerRequest(String name, Map<String, OptionValue> options, boolean required) {

    public SamplerRequest {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
