package dev.turbobench.reporters.html.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs, metrics and changes as one JSON tree. Numbers of metrics are unrounded and in base units. */
public final class PageData {

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private PageData() {}

    /**
     * Create the tree.
     *
     * @param runs the runs, at least one
     * @param changes how the later runs differ from the first
     * @param metrics what the metrics mean that some case has
     * @param key ids and titles of the metrics to offer first, in order
     */
    public static ObjectNode of(
            List<ComparedRun> runs,
            List<MetricChange> changes,
            Map<String, MetricDescriptor> metrics,
            Map<String, String> key) {
        PageData data = new PageData();
        data.addMetrics(metrics, key);
        data.addRuns(runs);
        data.addChanges(changes);
        return data.root;
    }

    private void addMetrics(Map<String, MetricDescriptor> metrics, Map<String, String> key) {
        ObjectNode nodes = root.putObject("metrics");
        metrics.forEach((id, descriptor) -> {
            ScaledUnit unit = ScaledUnit.of(descriptor.unit());
            nodes.putObject(id)
                    .put("label", descriptor.label())
                    .put("unit", unit.symbol())
                    .put("factor", unit.factor())
                    .put("direction", descriptor.direction().name())
                    .put("definition", descriptor.definition());
        });
        ObjectNode titles = root.putObject("key");
        key.forEach(titles::put);
    }

    private void addRuns(List<ComparedRun> runs) {
        int cases =
                runs.stream().mapToInt(run -> run.results().results().size()).sum();
        CaseData caseData = new CaseData(cases);
        ArrayNode nodes = root.putArray("runs");
        for (ComparedRun run : runs) {
            ObjectNode node = nodes.addObject()
                    .put("label", run.label())
                    .put("id", run.results().header().runId());
            ArrayNode caseNodes = node.putArray("cases");
            for (CaseResult result : run.results().results()) {
                caseNodes.add(caseData.of(result));
            }
            for (CaseSpec spec : missing(run)) {
                caseNodes.add(CaseData.notRun(spec));
            }
            root.withArray("methods").removeAll().addAll(caseData.methods());
        }
    }

    private static List<CaseSpec> missing(ComparedRun run) {
        List<CaseSpec> missing = new ArrayList<>(run.results().header().cases());
        run.results().results().forEach(result -> missing.remove(result.spec()));
        return missing;
    }

    private void addChanges(List<MetricChange> changes) {
        ArrayNode nodes = root.putArray("changes");
        for (MetricChange change : changes) {
            ObjectNode node = nodes.addObject()
                    .put("run", change.run())
                    .put("case", change.spec().label())
                    .put("metric", change.metric())
                    .put(
                            "verdict",
                            change.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            Finite.put(node, "ratio", change.ratio());
            Finite.put(node, "p", change.pValue());
            Interval interval = change.interval();
            if (interval != null) {
                Finite.put(node, "low", interval.low());
                Finite.put(node, "high", interval.high());
            }
            if (change.note() != null) {
                node.put("note", change.note());
            }
        }
    }
}
