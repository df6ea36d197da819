package dev.turbobench.core.cli;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;

/** Shows numbers to people: four significant digits at least, in a unit that suits the column. */
final class MetricFormat {

    private static final double MILLIS = 1e3;
    private static final double GIB = 1L << 30;

    private MetricFormat() {}

    static String unit(Unit unit) {
        return switch (unit) {
            case SECONDS -> "ms";
            case BYTES -> "GiB";
            case BYTES_PER_SECOND -> "GB/s";
            case FLOPS_PER_SECOND -> "TFLOP/s";
            case TOKENS_PER_SECOND,
                    REQUESTS_PER_SECOND,
                    TOKENS,
                    SEQUENCES,
                    RATIO,
                    COUNT,
                    WATTS,
                    JOULES,
                    HERTZ,
                    CELSIUS -> unit.symbol();
        };
    }

    static String number(MetricValue value) {
        if (!value.isAvailable()) {
            return "n/a";
        }
        double number = value.value();
        return switch (value.descriptor().unit()) {
            case SECONDS -> "%.3f".formatted(number * MILLIS);
            case BYTES -> "%.3f".formatted(number / GIB);
            case BYTES_PER_SECOND -> "%.2f".formatted(number / 1e9);
            case FLOPS_PER_SECOND -> "%.3f".formatted(number / 1e12);
            case TOKENS_PER_SECOND, REQUESTS_PER_SECOND, WATTS, JOULES, HERTZ, CELSIUS -> rate(number);
            case TOKENS, SEQUENCES, COUNT -> number == Math.rint(number) ? "%.0f".formatted(number) : rate(number);
            case RATIO -> "%.4f".formatted(number);
        };
    }

    static String rate(double number) {
        return Math.abs(number) < 10 ? "%.4f".formatted(number) : "%.2f".formatted(number);
    }

    static String duration(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        return seconds < 3600
                ? "%02d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
