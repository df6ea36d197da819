package dev.turbobench.core.config;

import dev.turbobench.core.config.ComponentKey.Kind;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.report.ReporterFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads which metrics to compute and which reports to write. */
final class OutputReader {

    /** The reporter behind {@code --csv}. */
    private static final String CSV = "csv";

    private final TypedSettings settings;
    private final ComponentOptions components;
    private final PluginCatalog catalog;
    private final Problems problems;

    OutputReader(TypedSettings settings, ComponentOptions components, PluginCatalog catalog, Problems problems) {
        this.settings = settings;
        this.components = components;
        this.catalog = catalog;
        this.problems = problems;
    }

    OutputConfig read() {
        String results = settings.text(Setting.RESULTS);
        return new OutputConfig(
                reports(true),
                metrics(),
                samplers(),
                results.isBlank() ? null : settings.path(Setting.RESULTS, results));
    }

    OutputConfig readForStored() {
        return new OutputConfig(reports(false), metrics(), List.of(), null);
    }

    private List<MetricRequest> metrics() {
        SettingValue value = settings.value(Setting.METRICS);
        List<String> names = value.source() == OptionSource.DEFAULT ? components.names(Kind.METRIC) : value.texts();
        List<MetricRequest> requests = new ArrayList<>();
        for (String name : names) {
            if (components.exists(Kind.METRIC, name, "metrics: ")) {
                requests.add(new MetricRequest(name, components.given(Kind.METRIC, name)));
            }
        }
        return requests;
    }

    private List<SamplerRequest> samplers() {
        SettingValue value = settings.value(Setting.SAMPLERS);
        boolean named = value.source() != OptionSource.DEFAULT;
        List<SamplerRequest> requests = new ArrayList<>();
        for (String name : named ? value.texts() : components.names(Kind.SAMPLER)) {
            // --samplers "" is how to have none.
            if (!name.isEmpty() && components.exists(Kind.SAMPLER, name, "samplers: ")) {
                requests.add(new SamplerRequest(name, components.given(Kind.SAMPLER, name), named));
            }
        }
        return requests;
    }

    private List<ReportRequest> reports(boolean csvByDefault) {
        List<String> words = settings.words(Setting.REPORT);
        List<ReportRequest> requests = new ArrayList<>();
        SettingValue csv = settings.value(Setting.CSV);
        boolean replaced = csv.source() == OptionSource.DEFAULT
                && words.stream().anyMatch(word -> word.equals(CSV) || word.startsWith(CSV + "="));
        boolean wanted = csvByDefault || csv.source() != OptionSource.DEFAULT;
        if (wanted && !csv.text().isEmpty() && !replaced) {
            add(CSV, settings.path(Setting.CSV, csv.text()), "csv: ", requests);
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            ReporterFactory factory = catalog.reporters().get(name);
            if (equals >= 0) {
                add(name, settings.path(Setting.REPORT, word.substring(equals + 1)), "report: ", requests);
            } else {
                add(name, Path.of(factory == null ? "" : factory.defaultFileName()), "report: ", requests);
            }
        }
        checkTargets(requests);
        return requests;
    }

    private void add(String name, Path file, String place, List<ReportRequest> requests) {
        if (components.exists(Kind.REPORTER, name, place)) {
            if (file.toString().isEmpty()) {
                problems.add("%sexpected a file name after %s=, found nothing".formatted(place, name));
            }
            requests.add(new ReportRequest(name, file, components.given(Kind.REPORTER, name)));
        }
    }

    private void checkTargets(List<ReportRequest> requests) {
        Map<Path, String> writers = new HashMap<>();
        for (ReportRequest request : requests) {
            String other = writers.putIfAbsent(request.file().toAbsolutePath().normalize(), request.reporter());
            if (other != null) {
                problems.add("report: %s and %s both write to %s; give one of them another file"
                        .formatted(other, request.reporter(), request.file()));
            }
        }
    }
}
