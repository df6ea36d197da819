package dev.turbobench.reporters.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.reporters.html.data.PageData;
import dev.turbobench.reporters.table.MetricColumn;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.results.ResultDocument;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the template prints, as maps, lists and text only, so that a template can reach no object of the program.
 *
 * @param runs one run, or several that are compared with the first
 * @param changes how the others differ from the first
 */
record PageModel(List<ComparedRun> runs, List<MetricChange> changes) {

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("title", title());
        map.put("version", runs.get(0).results().header().version());
        map.put("runs", runs.stream().map(RunModel::of).toList());
        map.put("notices", notices());
        map.put("facts", runs.size() > 1 ? List.of() : Fact.best(results()));
        map.put("headings", ResultTable.headings(results()));
        map.put("rows", ResultTable.rows(runs));
        map.put("changes", ChangeTable.of(runs, changes).toMap());
        map.put("definitions", definitions());
        return map;
    }

    private String title() {
        Set<String> models = runs.stream()
                .map(run -> run.results().header().model())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return String.join(" and ", models);
    }

    private Set<String> notices() {
        return runs.stream()
                .flatMap(run -> run.results().header().notices().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<CaseResult> results() {
        return runs.stream().flatMap(run -> run.results().results().stream()).toList();
    }

    /** What the scripts work on. */
    ObjectNode data() {
        Map<String, MetricDescriptor> descriptors = descriptors();
        Map<String, String> key = new LinkedHashMap<>();
        for (MetricColumn column : ResultTable.shown(results())) {
            String id = column.ids().get(0);
            key.put(id, column.titleOr(id));
        }
        return PageData.of(runs, changes, descriptors, key);
    }

    /** The document of each run, as the JSON reporter writes it. */
    List<JsonNode> documents() {
        return runs.stream()
                .<JsonNode>map(run -> ResultDocument.of(run.results()))
                .toList();
    }

    private Map<String, MetricDescriptor> descriptors() {
        Map<String, MetricDescriptor> descriptors = new LinkedHashMap<>();
        for (CaseResult result : results()) {
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
}
