package dev.turbobench.reporters.text;

import java.math.BigDecimal;

/** Numbers as programs read them. */
public final class PlainNumber {

    private PlainNumber() {}

    /**
     * Write a number without rounding: the shortest digits that give the same double again, with a point, without an
     * exponent and without grouping, in every locale.
     *
     * @param value the number
     * @return the text; empty if the number is not finite
     */
    public static String of(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
