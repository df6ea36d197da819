package dev.turbobench.reporters.html.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.report.Stall;
import java.util.List;

/**
 * How cases went, as JSON trees. All times are seconds from the start of the case.
 *
 * <p>The more cases a page has, the fewer points each of them gets, so that a page stays small.
 */
final class DetailData {

    private static final int POINTS_OF_PAGE = 9_000;
    private static final int MOST_POINTS = 420;
    private static final int FEWEST_POINTS = 60;
    private static final double SECOND = 1e9;

    private final int points;

    DetailData(int cases) {
        points = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, POINTS_OF_PAGE / Math.max(1, cases)));
    }

    ObjectNode of(CaseDetails details) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        addRounds(node.putArray("rounds"), details);
        ArrayNode stalls = node.putArray("stalls");
        for (Stall stall : details.stalls()) {
            ArrayNode row = stalls.addArray();
            Finite.addDrawn(row, stall.startNanos() / SECOND);
            Finite.addDrawn(row, stall.nanos() / SECOND);
            row.add(stall.cause());
        }
        ArrayNode series = node.putArray("series");
        details.series().forEach(one -> addSeries(series, one));
        ArrayNode distributions = node.putArray("distributions");
        details.distributions().forEach(one -> addDistribution(distributions, one));
        MemoryUsage memory = details.memory();
        if (memory != null) {
            addMemory(node.putArray("memory"), memory);
        }
        return node;
    }

    private void addRounds(ArrayNode nodes, CaseDetails details) {
        int rounds = details.warmup().size() + details.rounds().size();
        int pointsOfRound = Math.max(2, points / Math.max(1, rounds));
        details.warmup().forEach(round -> addRound(nodes, round, true, pointsOfRound));
        details.rounds().forEach(round -> addRound(nodes, round, false, pointsOfRound));
    }

    private static void addRound(ArrayNode nodes, RoundDetail round, boolean warmup, int most) {
        ObjectNode node = nodes.addObject().put("warmup", warmup).put("tokens", round.completionTokens());
        // Rounds follow one another within microseconds, which five digits cannot tell late in a long case.
        node.put("start", Math.round(round.startNanos() / 1e3) / 1e6);
        node.put("elapsed", Math.round(round.elapsedNanos() / 1e3) / 1e6);
        ArrayNode time = node.putArray("t");
        ArrayNode prefill = node.putArray("prefill");
        ArrayNode decode = node.putArray("decode");
        ArrayNode waiting = node.putArray("waiting");
        ArrayNode blocks = node.putArray("kv");
        ArrayNode longest = node.putArray("longest");
        for (RoundDetail.Point point : Thinned.timeline(round.timeline(), most)) {
            time.add(Math.round(point.nanos() / 1e3) / 1e6);
            prefill.add(point.prefillTokens());
            decode.add(point.decodeSequences());
            waiting.add(point.waiting());
            blocks.add(point.kvBlocks());
            Finite.addDrawn(longest, point.longestStepNanos() / SECOND);
        }
    }

    private void addSeries(ArrayNode nodes, Series series) {
        ObjectNode node = nodes.addObject()
                .put("name", series.name())
                .put("label", series.label())
                .put("unit", series.unit());
        List<Integer> kept = Thinned.positions(series.values().size(), points);
        ArrayNode time = node.putArray("t");
        ArrayNode values = node.putArray("v");
        for (int i : kept) {
            Finite.addDrawn(time, series.nanos().get(i) / SECOND);
            Finite.addDrawn(values, series.values().get(i));
        }
    }

    private void addDistribution(ArrayNode nodes, Distribution distribution) {
        ScaledUnit unit = ScaledUnit.of(distribution.unit());
        ObjectNode node = nodes.addObject()
                .put("id", distribution.id())
                .put("label", distribution.label())
                .put("unit", unit.symbol())
                .put("factor", unit.factor())
                .put("samples", distribution.samples());
        ArrayNode probabilities = node.putArray("p");
        ArrayNode values = node.putArray("v");
        for (int i : Thinned.positions(distribution.values().size(), points / 4)) {
            // Not rounded: close to 1 the digits that count are the last ones.
            probabilities.add(distribution.probabilities().get(i));
            Finite.addDrawn(values, distribution.values().get(i));
        }
    }

    private static void addMemory(ArrayNode nodes, MemoryUsage memory) {
        for (MemoryUsage.Rank rank : memory.ranks()) {
            nodes.addObject()
                    .put("device", rank.device())
                    .put("weights", rank.weights())
                    .put("kvLive", rank.kvLive())
                    .put("kvFree", Math.max(0, rank.kvReserved() - rank.kvLive()))
                    .put("workspace", rank.workspace())
                    .put("overhead", rank.overhead());
        }
    }
}
