package dev.turbobench.reporters.text;

import dev.turbobench.spi.metric.Unit;
import java.util.Locale;

/**
 * A unit in which people read a value.
 *
 * @param symbol for example {@code ms}
 * @param factor by which a value in the base unit is multiplied
 */
public record ScaledUnit(String symbol, double factor) {

    /**
     * Get the unit in which tables show the values of a base unit.
     *
     * @param unit the base unit; never {@code null}
     * @return milliseconds for seconds, GiB for bytes and so on; never {@code null}
     */
    public static ScaledUnit of(Unit unit) {
        return switch (unit) {
            case SECONDS -> new ScaledUnit("ms", 1e3);
            case BYTES -> new ScaledUnit("GiB", 1.0 / (1L << 30));
            case BYTES_PER_SECOND -> new ScaledUnit("GB/s", 1e-9);
            case FLOPS_PER_SECOND -> new ScaledUnit("TFLOP/s", 1e-12);
            case RATIO -> new ScaledUnit("%", 100);
            case HERTZ -> new ScaledUnit("MHz", 1e-6);
            case TOKENS_PER_SECOND, REQUESTS_PER_SECOND, TOKENS, SEQUENCES, COUNT, WATTS, JOULES, CELSIUS ->
                new ScaledUnit(unit.symbol(), 1);
        };
    }

    /**
     * Write a value with about four digits.
     *
     * @param value in the base unit
     * @return the text without the symbol; {@code n/a} if the value is not finite
     */
    public String format(double value) {
        double scaled = value * factor;
        if (!Double.isFinite(scaled)) {
            return "n/a";
        }
        double size = Math.abs(scaled);
        if (size == 0) {
            return "0";
        }
        String pattern = size >= 999.95 ? "%.0f" : size >= 99.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.3g";
        return String.format(Locale.ROOT, pattern, scaled);
    }
}
