package dev.turbobench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.util.List;

/**
 * The result of a run as a JSON tree.
 *
 * <p>Numbers are in base units and unrounded; a number that does not exist is {@code null}. The major part of {@link
 * #SCHEMA_VERSION} changes when readers must change, the minor part when something was added.
 */
public final class ResultDocument {

    /** Version of the structure of the document. */
    public static final String SCHEMA_VERSION = "1.1";

    private ResultDocument() {}

    /**
     * Create the document of a run.
     *
     * @param header what was known before; never {@code null}
     * @param summary what is known after; never {@code null}
     * @return the document; never {@code null}
     */
    public static ObjectNode of(RunHeader header, RunSummary summary) {
        return document(header, summary.results())
                .put("ended", summary.ended().toString())
                .put("interrupted", summary.interrupted());
    }

    /**
     * Create the document of a run that is still going on, or was cut off.
     *
     * @param header what was known before; never {@code null}
     * @param results the cases that ended; never {@code null}
     * @return the document, without an end; never {@code null}
     */
    public static ObjectNode unfinished(RunHeader header, List<CaseResult> results) {
        return document(header, results).putNull("ended").put("interrupted", true);
    }

    /**
     * Create the document of a run, ended or not.
     *
     * @param run the run; never {@code null}
     * @return the document; never {@code null}
     */
    public static ObjectNode of(RunResults run) {
        RunSummary summary = run.summary();
        return summary == null ? unfinished(run.header(), run.results()) : of(run.header(), summary);
    }

    /**
     * Create the document of several runs: their own documents, unchanged, side by side.
     *
     * @param runs the runs; never {@code null}
     * @return the document; never {@code null}
     */
    public static ObjectNode ofAll(List<RunResults> runs) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema_version", SCHEMA_VERSION);
        ArrayNode documents = document.putArray("runs");
        runs.forEach(run -> documents.add(of(run)));
        return document;
    }

    private static ObjectNode document(RunHeader header, List<CaseResult> results) {
        ObjectNode document = HeaderNode.of(header);
        ObjectNode definitions = MetricNode.definitions(results);
        document.set("metric_definitions", definitions);
        ArrayNode cases = document.putArray("cases");
        results.forEach(result -> cases.add(CaseNode.of(result, definitions)));
        return document;
    }
}
