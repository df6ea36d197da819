package dev.turbobench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.report.Series;
import java.util.List;
import java.util.function.ToLongFunction;

/** How a case went, as a JSON tree. What has many points is written by columns. */
final class DetailsNode {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DetailsNode() {}

    static ObjectNode of(CaseDetails details) {
        ObjectNode node = NODES.objectNode();
        node.set("warmup", rounds(details.warmup()));
        node.set("rounds", rounds(details.rounds()));
        ArrayNode stalls = node.putArray("stalls");
        details.stalls()
                .forEach(stall -> stalls.addObject()
                        .put("start_nanos", stall.startNanos())
                        .put("nanos", stall.nanos())
                        .put("cause", stall.cause()));
        ArrayNode distributions = node.putArray("distributions");
        details.distributions().forEach(distribution -> distributions.add(distribution(distribution)));
        ArrayNode series = node.putArray("series");
        details.series().forEach(sampled -> series.add(series(sampled)));
        MemoryUsage memory = details.memory();
        if (memory == null) {
            node.putNull("memory");
        } else {
            node.set("memory", memory(memory));
        }
        return node;
    }

    private static ArrayNode rounds(List<RoundDetail> rounds) {
        ArrayNode node = NODES.arrayNode();
        for (RoundDetail round : rounds) {
            ObjectNode timeline = node.addObject()
                    .put("start_nanos", round.startNanos())
                    .put("elapsed_nanos", round.elapsedNanos())
                    .put("completion_tokens", round.completionTokens())
                    .putObject("timeline");
            List<RoundDetail.Point> points = round.timeline();
            timeline.set("nanos", column(points, RoundDetail.Point::nanos));
            timeline.set("prefill_tokens", column(points, RoundDetail.Point::prefillTokens));
            timeline.set("decode_sequences", column(points, RoundDetail.Point::decodeSequences));
            timeline.set("waiting", column(points, RoundDetail.Point::waiting));
            timeline.set("kv_blocks", column(points, RoundDetail.Point::kvBlocks));
            timeline.set("longest_step_nanos", column(points, RoundDetail.Point::longestStepNanos));
        }
        return node;
    }

    private static ArrayNode column(List<RoundDetail.Point> points, ToLongFunction<RoundDetail.Point> value) {
        ArrayNode column = NODES.arrayNode(points.size());
        points.forEach(point -> column.add(value.applyAsLong(point)));
        return column;
    }

    private static ObjectNode distribution(Distribution distribution) {
        ObjectNode node = NODES.objectNode()
                .put("id", distribution.id())
                .put("label", distribution.label())
                .put("unit", distribution.unit().symbol())
                .put("samples", distribution.samples());
        node.set("probabilities", Numbers.decimals(distribution.probabilities()));
        node.set("values", Numbers.decimals(distribution.values()));
        return node;
    }

    private static ObjectNode series(Series series) {
        ObjectNode node = NODES.objectNode()
                .put("name", series.name())
                .put("label", series.label())
                .put("unit", series.unit());
        node.set("nanos", Numbers.integers(series.nanos()));
        node.set("values", Numbers.decimals(series.values()));
        return node;
    }

    private static ObjectNode memory(MemoryUsage memory) {
        ObjectNode node = NODES.objectNode();
        ArrayNode ranks = node.putArray("ranks");
        memory.ranks()
                .forEach(rank -> ranks.addObject()
                        .put("device", rank.device())
                        .put("weights", rank.weights())
                        .put("kv_reserved", rank.kvReserved())
                        .put("kv_live", rank.kvLive())
                        .put("workspace", rank.workspace())
                        .put("overhead", rank.overhead()));
        return node;
    }
}
