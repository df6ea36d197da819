package dev.turbobench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ResultLines} wrote. A last line that was not written to its end is left out; a case that was run
 * again replaces what it was before.
 */
final class LinesInput {

    private final ObjectReader json;
    private final Map<Integer, CaseResult> results = new LinkedHashMap<>();
    private @Nullable RunHeader header;
    private @Nullable Input end;

    LinesInput(ObjectReader json) {
        this.json = json;
    }

    /** Whether content that begins with this tree is lines. */
    static boolean isFirst(JsonNode line) {
        return line.path("type").asText().equals("header");
    }

    RunResults read(byte[] content) throws IOException {
        int number = 1;
        for (int start = 0; start < content.length; number++) {
            int end = lineEnd(content, start);
            JsonNode node = parse(content, start, end, number);
            if (node != null) {
                add(new Input(node, "line " + number + ": "));
            }
            start = end + 1;
        }
        if (header == null) {
            throw new FormatException("its first line was not written to its end: nothing had been measured");
        }
        List<CaseResult> all = List.copyOf(results.values());
        if (end == null) {
            return RunResults.cutOff(header, all);
        }
        Instant ended = end.instant("ended");
        return RunResults.ended(header, new RunSummary(ended, end.flag("interrupted"), all));
    }

    /** Where the line end is, or would be. */
    static int lineEnd(byte[] content, int start) {
        int end = start;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    private @Nullable JsonNode parse(byte[] content, int start, int end, int number) throws IOException {
        try {
            return json.readTree(content, start, end - start);
        } catch (JsonProcessingException | CharConversionException e) {
            if (end >= content.length - 1) {
                return null;
            }
            throw new FormatException("line %d is damaged".formatted(number));
        }
    }

    private void add(Input line) {
        String type = line.text("type");
        if (type.equals("header")) {
            header = HeaderInput.read(line);
        } else if (header == null) {
            throw new FormatException("its first line is not a header");
        } else if (type.equals("case")) {
            CaseResult result = CaseInput.read(line.member("case"), line.member("metric_definitions"));
            results.put(result.spec().index(), result);
            end = null;
        } else if (type.equals("end")) {
            end = line;
        }
    }
}
