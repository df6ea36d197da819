package dev.turbobench.reporters.html;

import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import dev.turbobench.spi.report.RunHeader;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What ran and on what, as the template prints it. */
final class RunModel {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunModel() {}

    static Map<String, Object> of(ComparedRun run) {
        RunHeader header = run.results().header();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("label", run.label());
        map.put("model", header.model());
        map.put("engine", engine(header));
        map.put("started", TIME.format(header.started()));
        map.put("runId", header.runId());
        map.put("verdict", Verdict.of(run.results()).toMap());
        map.put("details", details(header));
        map.put("environment", header.environment());
        map.put("configuration", configuration(header));
        map.put("plugins", plugins(header));
        return map;
    }

    private static String engine(RunHeader header) {
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

    private static Map<String, String> details(RunHeader header) {
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

    private static List<Map<String, String>> configuration(RunHeader header) {
        return header.configuration().stream()
                .map(entry -> Map.of(
                        "key", entry.key(),
                        "value", entry.value(),
                        "source", entry.source().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        "description", entry.description()))
                .toList();
    }

    private static List<Map<String, String>> plugins(RunHeader header) {
        return header.plugins().stream()
                .map(plugin -> Map.of(
                        "id", plugin.id(),
                        "version", plugin.version(),
                        "sha256", plugin.sha256(),
                        "conformance", plugin.conformance()))
                .toList();
    }
}
