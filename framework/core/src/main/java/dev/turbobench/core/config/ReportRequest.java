package dev.turbobench.core.config;

import dev.turbobench.spi.option.OptionValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report to write.
 *
 * @param reporter name of the reporter
 * @param file where to write it
 * @param options the options that were given for it, not yet checked against its declarations
 */
public record ReportRequest(String reporter, Path file, Map<String, OptionValue> options) {

    public ReportRequest {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
