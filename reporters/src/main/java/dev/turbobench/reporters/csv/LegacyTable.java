package dev.turbobench.reporters.csv;

import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two tables that versions of {@code profile_generation.py} wrote.
 *
 * @param metrics column name to the id of the metric in it, in order
 */
record LegacyTable(Map<String, String> metrics) {

    private static final String MEMORY = "legacy_mem";
    private static final double GIBIBYTE = 1L << 30;

    static LegacyTable named(String name) {
        return switch (name) {
            case "legacy12" -> table(false);
            case "legacy13" -> table(true);
            default -> throw new IllegalArgumentException("no such table: " + name);
        };
    }

    private static LegacyTable table(boolean withTotal) {
        Map<String, String> metrics = new LinkedHashMap<>();
        if (withTotal) {
            metrics.put("throughput(total tok/s)", "legacy_throughput_total");
        }
        metrics.put("throughput(out tok/s)", "legacy_throughput_out");
        metrics.put("mem(GB)", MEMORY);
        metrics.put("FTL(ave)(s)", "legacy_ftl_ave");
        metrics.put("FTL(min)(s)", "legacy_ftl_min");
        metrics.put("FTL(max)(s)", "legacy_ftl_max");
        metrics.put("50%(s)", "legacy_p50");
        metrics.put("75%(s)", "legacy_p75");
        metrics.put("95%(s)", "legacy_p95");
        metrics.put("99%(s)", "legacy_p99");
        return new LegacyTable(metrics);
    }

    List<String> header() {
        List<String> cells = new ArrayList<>(List.of("batch", "prompt_tokens", "completion_tokens"));
        cells.addAll(metrics.keySet());
        return cells;
    }

    /** The table has no place to say that numbers are not to be trusted, so only valid cases have some. */
    List<String> row(CaseResult result) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(result.spec().concurrency()),
                Integer.toString(result.spec().promptTokens()),
                Integer.toString(result.spec().completionTokens())));
        for (String id : metrics.values()) {
            cells.add(
                    result.status() == CaseStatus.VALID
                            ? result.metric(id).map(LegacyTable::number).orElse("")
                            : "");
        }
        return cells;
    }

    private static String number(MetricValue value) {
        boolean memory = value.descriptor().id().equals(MEMORY);
        return PlainNumber.of(memory ? value.value() / GIBIBYTE : value.value());
    }
}
