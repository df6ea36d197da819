package dev.turbobench.core.run;

import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.report.RoundDetail;
import java.util.ArrayList;
import java.util.List;

/** Makes of recorded rounds what reports show of them. */
final class Timeline {

    /** Enough for a chart, little enough for a report of many rounds. */
    static final int MOST_POINTS = 200;

    private Timeline() {}

    /**
     * Describe rounds.
     *
     * @param originNanos the start of the case, on the run's clock
     */
    static List<RoundDetail> of(List<RoundRecord> rounds, long originNanos) {
        return rounds.stream().map(round -> of(round, originNanos)).toList();
    }

    private static RoundDetail of(RoundRecord round, long originNanos) {
        long tokens = 0;
        for (int request = 0; request < round.requests(); request++) {
            tokens += round.completionTokens(request);
        }
        long start = round.startNanos();
        return new RoundDetail(start - originNanos, round.endNanos() - start, tokens, points(round, originNanos));
    }

    private static List<RoundDetail.Point> points(RoundRecord round, long originNanos) {
        int steps = round.steps();
        int points = Math.min(MOST_POINTS, steps);
        List<RoundDetail.Point> result = new ArrayList<>(points);
        for (int point = 0; point < points; point++) {
            int first = (int) ((long) point * steps / points);
            int end = (int) ((point + 1L) * steps / points);
            result.add(point(round, originNanos, first, end));
        }
        return result;
    }

    private static RoundDetail.Point point(RoundRecord round, long originNanos, int first, int end) {
        long prefillTokens = 0;
        long longest = 0;
        for (int step = first; step < end; step++) {
            prefillTokens += round.stepPrefillTokens(step);
            longest = Math.max(longest, round.stepEndNanos(step) - round.stepStartNanos(step));
        }
        int last = end - 1;
        return new RoundDetail.Point(
                round.stepEndNanos(last) - originNanos,
                prefillTokens,
                round.stepDecodeSequences(last),
                round.stepWaiting(last),
                round.stepKvBlocks(last),
                longest);
    }
}
