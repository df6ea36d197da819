package dev.turbobench.core.config;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to run.
 *
 * @param name name of the engine
 * @param model a path, or {@code synthetic:NAME}
 * @param device name of a kind of device, or {@link #AUTO}
 * @param tensorParallelSize number of ranks, a power of 2
 * @param options the options that were given for the engine, not yet checked against its declarations
 * @param cacheDirectory where the engine may keep files between runs
 */
public record EngineSelection(
        String name,
        String model,
        String device,
        int tensorParallelSize,
        Map<String, OptionValue> options,
        Path cacheDirectory) {

    /** Stands for the first device that can be used. */
    public static final String AUTO = "auto";

    public EngineSelection {
        requireText("engine", name);
        requireText("model", model);
        requireText("device", device);
        if (Integer.bitCount(tensorParallelSize) != 1 || tensorParallelSize < 1) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "tp: expected a power of 2, found " + tensorParallelSize);
        }
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    private static void requireText(String key, String value) {
        if (value.isBlank()) {
            throw new BenchmarkException(INVALID_CONFIGURATION, key + ": expected a name, found nothing");
        }
    }
}
