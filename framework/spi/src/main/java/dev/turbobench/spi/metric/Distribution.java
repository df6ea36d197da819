package dev.turbobench.spi.metric;

import java.util.List;

/**
 * How a quantity is distributed over the observations of a case.
 *
 * @param id stable name in files, for example {@code ttft}
 * @param label short name for people
 * @param unit the unit of the values
 * @param samples how many observations there are
 * @param probabilities ascending, from 0 to 1, denser towards 1
 * @param values the quantile of each probability
 */
public record Distribution(
        String id, String label, Unit unit, long samples, List<Double> probabilities, List<Double> values) {

    public Distribution {
        probabilities = List.copyOf(probabilities);
        values = List.copyOf(values);
        if (probabilities.size() != values.size()) {
            throw new IllegalArgumentException(
                    "%d probabilities for %d values".formatted(probabilities.size(), values.size()));
        }
    }
}
