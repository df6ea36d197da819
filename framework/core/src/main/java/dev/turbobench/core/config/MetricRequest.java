package dev.turbobench.core.config;

import dev.turbobench.spi.option.OptionValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A metric to compute.
 *
 * @param name name of the metric
 * @param options the options that were given for it, not yet checked against its declarations
 */
public record MetricRequest(String name, Map<String, OptionValue> options) {

    public MetricRequest {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
