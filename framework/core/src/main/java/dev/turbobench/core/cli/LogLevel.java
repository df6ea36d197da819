package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import java.util.Locale;

/** Sets how much is logged. Must run before the first logger is made. */
final class LogLevel {

    private static final String PROPERTY = "org.slf4j.simpleLogger.defaultLogLevel";
    private static final List<String> LEVELS = List.of("ERROR", "WARNING", "WARN", "INFO", "DEBUG", "TRACE");

    private LogLevel() {}

    static void apply(String level) {
        String upper = level.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(upper)) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "log-level: expected one of %s, found \"%s\"".formatted(LEVELS, level));
        }
        System.setProperty(PROPERTY, upper.equals("WARNING") ? "warn" : upper.toLowerCase(Locale.ROOT));
    }

    static boolean isDebug() {
        String level = System.getProperty(PROPERTY, "error");
        return level.equals("debug") || level.equals("trace");
    }
}
