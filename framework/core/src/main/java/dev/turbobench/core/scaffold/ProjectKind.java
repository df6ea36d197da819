package dev.turbobench.core.scaffold;

import java.util.List;

/** What a plugin provides. */
public enum ProjectKind {
    ENGINE("engine", "Engine", List.of("EngineFactory", "Engine", "Request")),
    METRIC("metric", "Metric", List.of("MetricFactory", "Metric")),
    REPORTER("reporter", "Reporter", List.of("ReporterFactory", "Reporter"));

    private final String word;
    private final String className;
    private final List<String> classes;

    ProjectKind(String word, String className, List<String> classes) {
        this.word = word;
        this.className = className;
        this.classes = classes;
    }

    /** The word that users write. */
    public String word() {
        return word;
    }

    String className() {
        return className;
    }

    /** Ends of the names of its classes; each has a template of that name. */
    List<String> classes() {
        return classes;
    }
}
