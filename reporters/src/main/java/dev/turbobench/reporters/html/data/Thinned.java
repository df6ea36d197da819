package dev.turbobench.reporters.html.data;

import dev.turbobench.spi.report.RoundDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Fewer points that tell the same. */
final class Thinned {

    private Thinned() {}

    /** Put neighbours together: work adds up, the largest of the rest is kept, so that no peak disappears. */
    static List<RoundDetail.Point> timeline(List<RoundDetail.Point> points, int most) {
        if (points.size() <= most) {
            return points;
        }
        List<RoundDetail.Point> thinned = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            int from = (int) ((long) i * points.size() / most);
            int to = (int) ((i + 1L) * points.size() / most);
            RoundDetail.Point sum = points.get(from);
            for (RoundDetail.Point point : points.subList(from + 1, to)) {
                sum = new RoundDetail.Point(
                        point.nanos(),
                        sum.prefillTokens() + point.prefillTokens(),
                        Math.max(sum.decodeSequences(), point.decodeSequences()),
                        Math.max(sum.waiting(), point.waiting()),
                        Math.max(sum.kvBlocks(), point.kvBlocks()),
                        Math.max(sum.longestStepNanos(), point.longestStepNanos()));
            }
            thinned.add(sum);
        }
        return thinned;
    }

    /** Which of some elements to keep: evenly spread, always the first and the last. */
    static List<Integer> positions(int size, int most) {
        if (size <= most) {
            return IntStream.range(0, size).boxed().toList();
        }
        return IntStream.range(0, most)
                .mapToObj(i -> (int) ((long) i * (size - 1) / (most - 1)))
                .toList();
    }
}
