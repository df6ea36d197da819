package dev.turbobench.reporters.html;

import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the template prints, as maps, lists and text only, so that a template can reach no object of the program.
 *
 * @param header what ran
 * @param results the cases that ended
 * @param state how far the run was
 */
record PageModel(RunHeader header, List<CaseResult> results, RunState state) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", header.model());
        map.put("engine", engine());
        map.put("started", TIME.format(header.started()));
        map.put("version", header.version());
        map.put("runId", header.runId());
        map.put("notices", header.notices());
        map.put("verdict", Verdict.of(header, results, state).toMap());
        map.put("facts", Fact.best(results).stream().map(Fact::toMap).toList());
        map.put("headings", ResultTable.headings(results));
        map.put("rows", ResultTable.rows(results));
        map.put("definitions", definitions());
        map.put("details", details());
        map.put("environment", header.environment());
        map.put(
                "configuration",
                header.configuration().stream()
                        .map(entry -> Map.of(
                                "key", entry.key(),
                                "value", entry.value(),
                                "source",
                                        entry.source()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', ' '),
                                "description", entry.description()))
                        .toList());
        map.put(
                "plugins",
                header.plugins().stream()
                        .map(plugin ->
                                Map.of("id", plugin.id(), "version", plugin.version(), "sha256", plugin.sha256()))
                        .toList());
        return map;
    }

    /** What the scripts need beside the results: units to show, and the metrics to offer first. */
    Map<String, Object> view() {
        Map<String, Object> units = new LinkedHashMap<>();
        descriptors().forEach((id, descriptor) -> {
            ScaledUnit unit = ScaledUnit.of(descriptor.unit());
            units.put(id, Map.of("symbol", unit.symbol(), "factor", unit.factor()));
        });
        List<Map<String, String>> key = new ArrayList<>();
        for (MetricColumn column : ResultTable.shown(results)) {
            String id =
                    column.ids().stream().filter(units::containsKey).findFirst().orElseThrow();
            key.add(Map.of("id", id, "title", column.titleOr(id)));
        }
        return Map.of("units", units, "key", key);
    }

    private Map<String, MetricDescriptor> descriptors() {
        Map<String, MetricDescriptor> descriptors = new LinkedHashMap<>();
        for (CaseResult result : results) {
            for (MetricValue value : result.metrics()) {
                descriptors.putIfAbsent(value.descriptor().id(), value.descriptor());
            }
        }
        return descriptors;
    }

    private List<Map<String, String>> definitions() {
        return descriptors().values().stream()
                .map(descriptor -> Map.of(
                        "id", descriptor.id(),
                        "label", descriptor.label(),
                        "unit", ScaledUnit.of(descriptor.unit()).symbol(),
                        "text", descriptor.definition()))
                .toList();
    }

    private String engine() {
        EngineInfo info = header.engineInfo();
        if (info == null) {
            return header.engine();
        }
        return "%s on %s, %s, %s, tensor parallel %s"
                .formatted(
                        header.engine(),
                        info.device(),
                        String.join(" + ", info.deviceNames()),
                        info.dataType(),
                        info.tensorParallelSize());
    }

    private Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        EngineInfo info = header.engineInfo();
        if (info != null) {
            details.put("architecture", info.architecture());
            details.put("parameters", Long.toString(info.parameters()));
            details.put("vocabulary", Integer.toString(info.vocabularySize()));
            details.putAll(info.details());
        }
        return details;
    }
}
