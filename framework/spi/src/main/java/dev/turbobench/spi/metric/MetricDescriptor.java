package dev.turbobench.spi.metric;

import java.util.regex.Pattern;

/**
 * What a metric value means.
 *
 * @param id stable name in files, for example {@code ttft_p99}
 * @param label short name for people, for example {@code TTFT P99}
 * @param unit the unit
 * @param direction which way is better
 * @param definition the exact definition in one or two sentences, with the formula
 */
public record MetricDescriptor(String id, String label, Unit unit, Direction direction, String definition) {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    public MetricDescriptor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("metric id must be lower case words: \"%s\"".formatted(id));
        }
    }
}
