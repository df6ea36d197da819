package dev.turbobench.spi.report;

import java.util.List;

/**
 * A quantity that was sampled while a case ran.
 *
 * @param name stable name in files, for example {@code sm_clock}
 * @param label short name for people, with the device where there are several
 * @param unit the unit in words, for example {@code MHz}
 * @param nanos when, from the start of the case, ascending
 * @param values the quantity at each of these times
 */
public record Series(String name, String label, String unit, List<Long> nanos, List<Double> values) {

    public Series {
        nanos = List.copyOf(nanos);
        values = List.copyOf(values);
        if (nanos.size() != values.size()) {
            throw new IllegalArgumentException("%d times for %d values".formatted(nanos.size(), values.size()));
        }
    }
}
