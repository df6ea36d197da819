package dev.turbobench.results;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.report.Stall;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link DetailsNode} wrote. */
final class DetailsInput {

    private DetailsInput() {}

    static CaseDetails read(Input input) {
        return new CaseDetails(
                rounds(input.member("warmup")),
                rounds(input.member("rounds")),
                input.member("stalls").elements().stream()
                        .map(stall ->
                                new Stall(stall.integer("start_nanos"), stall.integer("nanos"), stall.text("cause")))
                        .toList(),
                input.member("distributions").elements().stream()
                        .map(DetailsInput::distribution)
                        .toList(),
                input.member("series").elements().stream()
                        .map(DetailsInput::series)
                        .toList(),
                input.optional("memory").map(DetailsInput::memory).orElse(null));
    }

    private static List<RoundDetail> rounds(Input rounds) {
        return rounds.elements().stream()
                .map(round -> new RoundDetail(
                        round.integer("start_nanos"),
                        round.integer("elapsed_nanos"),
                        round.integer("completion_tokens"),
                        timeline(round.member("timeline"))))
                .toList();
    }

    private static List<RoundDetail.Point> timeline(Input timeline) {
        List<Long> nanos = timeline.integers("nanos");
        List<Long> prefill = column(timeline, "prefill_tokens", nanos.size());
        List<Long> decode = column(timeline, "decode_sequences", nanos.size());
        List<Long> waiting = column(timeline, "waiting", nanos.size());
        List<Long> blocks = column(timeline, "kv_blocks", nanos.size());
        List<Long> longest = column(timeline, "longest_step_nanos", nanos.size());
        List<RoundDetail.Point> points = new ArrayList<>(nanos.size());
        for (int i = 0; i < nanos.size(); i++) {
            points.add(new RoundDetail.Point(
                    nanos.get(i),
                    prefill.get(i),
                    small(timeline, decode.get(i)),
                    small(timeline, waiting.get(i)),
                    small(timeline, blocks.get(i)),
                    longest.get(i)));
        }
        return points;
    }

    private static List<Long> column(Input timeline, String name, int size) {
        List<Long> column = timeline.integers(name);
        if (column.size() != size) {
            throw new FormatException(
                    "%s/%s: expected %d values, found %d".formatted(timeline.place(), name, size, column.size()));
        }
        return column;
    }

    private static int small(Input timeline, long value) {
        if (value != (int) value) {
            throw new FormatException(
                    "%s: expected whole numbers of 32 bits, found %d".formatted(timeline.place(), value));
        }
        return (int) value;
    }

    private static Distribution distribution(Input input) {
        return input.make(() -> new Distribution(
                input.text("id"),
                input.text("label"),
                CaseInput.unit(input),
                input.integer("samples"),
                input.decimals("probabilities"),
                input.decimals("values")));
    }

    private static Series series(Input input) {
        return input.make(() -> new Series(
                input.text("name"),
                input.text("label"),
                input.text("unit"),
                input.integers("nanos"),
                input.decimals("values")));
    }

    private static MemoryUsage memory(Input input) {
        return new MemoryUsage(input.member("ranks").elements().stream()
                .map(rank -> new MemoryUsage.Rank(
                        rank.text("device"),
                        rank.integer("weights"),
                        rank.integer("kv_reserved"),
                        rank.integer("kv_live"),
                        rank.integer("workspace"),
                        rank.integer("overhead")))
                .toList());
    }
}
