package dev.turbobench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.util.List;

/**
 * The result of a run as lines of JSON that are appended while it goes on: one of type {@code header}, one of type {@code
 * case} for each case that ended, and one of type {@code end}.
 */
public final class ResultLines {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ResultLines() {}

    /**
     * Get the first line.
     *
     * @param header what is known before the first case; never {@code null}
     * @return the line with its line end; never {@code null}
     */
    public static String header(RunHeader header) {
        return line("header", HeaderNode.of(header));
    }

    /**
     * Get the line of a case.
     *
     * @param result its result; never {@code null}
     * @return the line with its line end; never {@code null}
     */
    public static String caseEnded(CaseResult result) {
        ObjectNode definitions = MetricNode.definitions(List.of(result));
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.set("metric_definitions", definitions);
        content.set("case", CaseNode.of(result, definitions));
        return line("case", content);
    }

    /**
     * Get the last line.
     *
     * @param summary what is known after the last case; never {@code null}
     * @return the line with its line end; never {@code null}
     */
    public static String end(RunSummary summary) {
        return line(
                "end",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ended", summary.ended().toString())
                        .put("interrupted", summary.interrupted()));
    }

    private static String line(String type, ObjectNode content) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", type);
        line.setAll(content);
        try {
            return MAPPER.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }
}
