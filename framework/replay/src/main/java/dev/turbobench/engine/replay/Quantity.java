package dev.turbobench.engine.replay;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.spi.error.BenchmarkException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers with units: {@code 20ms}, {@code 1.5GiB}. */
final class Quantity {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([A-Za-z]*)");

    private static final Map<String, Long> TIMES =
            Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);

    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Quantity() {}

    /** Read a time; the result is in nanoseconds. */
    static long nanos(String option, String text) {
        return read(option, text, "a time like 20ms (ns, us, ms or s)", TIMES);
    }

    /** Read a size; the result is in bytes. */
    static long bytes(String option, String text) {
        return read(option, text, "a size like 512MiB (B, KiB, MiB or GiB)", SIZES);
    }

    private static long read(String option, String text, String expected, Map<String, Long> units) {
        Matcher matcher = FORM.matcher(text.strip());
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "option engine.replay.%s: expected %s, found \"%s\"".formatted(option, expected, text));
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .longValue();
    }
}
