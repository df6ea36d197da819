package dev.turbobench.metrics.legacy;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.Arrays;

/**
 * The latencies of a case as the legacy method pools them.
 *
 * @param requests requests that succeeded
 * @param firstTokens first token latency of each of these, in nanoseconds
 * @param gaps the gaps of all further tokens, in nanoseconds and ascending order
 */
record LegacySamples(int requests, long[] firstTokens, double[] gaps) {

    static LegacySamples of(CaseRecord record) {
        return of(record, 0, record.rounds());
    }

    /** The latencies of one round alone. */
    static LegacySamples ofRound(CaseRecord record, int round) {
        return of(record, round, round + 1);
    }

    private static LegacySamples of(CaseRecord record, int from, int to) {
        int capacity = 0;
        int gapCapacity = 0;
        for (int r = from; r < to; r++) {
            RoundRecord round = record.round(r);
            capacity = Math.addExact(capacity, round.requests());
            for (int i = 0; i < round.requests(); i++) {
                gapCapacity = Math.addExact(gapCapacity, round.completionTokens(i));
            }
        }
        long[] firstTokens = new long[capacity];
        double[] gaps = new double[gapCapacity];
        int requests = 0;
        int gapCount = 0;
        for (int r = from; r < to; r++) {
            RoundRecord round = record.round(r);
            for (int i = 0; i < round.requests(); i++) {
                if (round.succeeded(i) && round.emissions(i) > 0) {
                    firstTokens[requests++] = round.emissionNanos(i, 0) - round.submitNanos(i);
                    gapCount = addGaps(round, i, gaps, gapCount);
                }
            }
        }
        gaps = Arrays.copyOf(gaps, gapCount);
        Arrays.sort(gaps);
        return new LegacySamples(requests, Arrays.copyOf(firstTokens, requests), gaps);
    }

    private static int addGaps(RoundRecord round, int request, double[] gaps, int start) {
        int count = start;
        long previous = round.emissionNanos(request, 0);
        for (int k = 1; k < round.emissions(request); k++) {
            long now = round.emissionNanos(request, k);
            int tokens = round.emissionTokens(request, k);
            Arrays.fill(gaps, count, count + tokens, (double) (now - previous) / tokens);
            count += tokens;
            previous = now;
        }
        return count;
    }

    double firstTokenMean() {
        return Arrays.stream(firstTokens).asDoubleStream().sum() / requests;
    }

    double firstTokenMin() {
        return Arrays.stream(firstTokens).asDoubleStream().min().orElseThrow();
    }

    double firstTokenMax() {
        return Arrays.stream(firstTokens).asDoubleStream().max().orElseThrow();
    }

    /** The gap at index floor(p * n), in nanoseconds. */
    double gapPercentile(double probability) {
        return gaps[(int) (probability * gaps.length)];
    }
}
