package dev.turbobench.tck;

import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An engine to check.
 *
 * @param factory creates it
 * @param model a small model for it, as users write it
 * @param device the device to run on; empty for the first that is available
 * @param options values of its options by name
 * @param cacheDirectory where it may keep files
 * @param patience how long a small request may take
 */
public record EngineSubject(
        EngineFactory factory,
        String model,
        String device,
        Map<String, String> options,
        Path cacheDirectory,
        Duration patience) {

    Options parsedOptions() {
        Map<String, OptionValue> values = new LinkedHashMap<>();
        options.forEach((name, value) -> values.put(name, new OptionValue(value, OptionSource.COMMAND_LINE)));
        return Options.of("engine." + factory.name(), factory.options(), values);
    }
}
