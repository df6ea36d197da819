package dev.turbobench.core.stall;

import dev.turbobench.spi.report.Stall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The stalls of a case, in room that was allocated before it. When it is full, further ones are only counted. */
public final class StallLog {

    private final long[] startNanos;
    private final long[] nanos;
    private final StallCause[] causes;
    private int size;
    private int dropped;

    StallLog(int capacity) {
        startNanos = new long[capacity];
        nanos = new long[capacity];
        causes = new StallCause[capacity];
    }

    void add(long start, long length, StallCause cause) {
        if (size == startNanos.length) {
            dropped++;
            return;
        }
        startNanos[size] = start;
        nanos[size] = length;
        causes[size] = cause;
        size++;
    }

    /** Number of stalls that were not kept. */
    public int dropped() {
        return dropped;
    }

    /**
     * Get the longest stalls in the order of time.
     *
     * @param most how many at most
     * @param originNanos where their times count from
     */
    public List<Stall> longest(int most, long originNanos) {
        List<Stall> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(new Stall(startNanos[i] - originNanos, nanos[i], causes[i].words()));
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Stall::nanos).reversed())
                .limit(most)
                .sorted(Comparator.comparingLong(Stall::startNanos))
                .toList();
    }

    /** Sum up the parts of stalls that lie within some spans of time. */
    public StallSummary within(List<Span> spans) {
        int count = 0;
        long total = 0;
        long longest = 0;
        StallCause cause = StallCause.UNKNOWN;
        for (int i = 0; i < size; i++) {
            long inside = 0;
            for (Span span : spans) {
                inside += span.overlap(startNanos[i], startNanos[i] + nanos[i]);
            }
            if (inside > 0) {
                count++;
                total += inside;
                if (inside > longest) {
                    longest = inside;
                    cause = causes[i];
                }
            }
        }
        return new StallSummary(count, total, longest, cause);
    }

    /** A span of time in nanoseconds. */
    public record Span(long startNanos, long endNanos) {

        long overlap(long start, long end) {
            return Math.max(0, Math.min(end, endNanos) - Math.max(start, startNanos));
        }
    }
}
