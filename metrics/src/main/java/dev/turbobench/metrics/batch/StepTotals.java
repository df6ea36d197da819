package dev.turbobench.metrics.batch;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.Arrays;
import java.util.List;

/**
 * Sums and maxima over the steps of a case; arrays have one entry for each round, times are nanoseconds.
 *
 * @param steps number of steps
 * @param largestBatch most sequences in a step
 * @param longestQueue most waiting requests in a step
 * @param mostKvBlocks most KV blocks in use in a step
 * @param time of all steps
 * @param kvBlockTime blocks in use times the time of the step
 * @param decodeTime of the steps in which a sequence decoded
 * @param decodeSequenceTime decoding sequences times the time of the step
 * @param fullBatchTime of the steps in which as many sequences decoded as the case has requests
 */
record StepTotals(
        int steps,
        int[] largestBatch,
        int[] longestQueue,
        int[] mostKvBlocks,
        double[] time,
        double[] kvBlockTime,
        double[] decodeTime,
        double[] decodeSequenceTime,
        double[] fullBatchTime) {

    static StepTotals of(CaseRecord record) {
        int rounds = record.rounds();
        int steps = 0;
        int[] largestBatch = new int[rounds];
        int[] longestQueue = new int[rounds];
        int[] mostKvBlocks = new int[rounds];
        double[] time = new double[rounds];
        double[] kvBlockTime = new double[rounds];
        double[] decodeTime = new double[rounds];
        double[] decodeSequenceTime = new double[rounds];
        double[] fullBatchTime = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            RoundRecord round = record.round(r);
            steps += round.steps();
            for (int s = 0; s < round.steps(); s++) {
                int decoding = round.stepDecodeSequences(s);
                double nanos = (double) (round.stepEndNanos(s) - round.stepStartNanos(s));
                largestBatch[r] = Math.max(largestBatch[r], decoding + round.stepPrefillSequences(s));
                longestQueue[r] = Math.max(longestQueue[r], round.stepWaiting(s));
                mostKvBlocks[r] = Math.max(mostKvBlocks[r], round.stepKvBlocks(s));
                time[r] += nanos;
                kvBlockTime[r] += nanos * round.stepKvBlocks(s);
                decodeTime[r] += decoding > 0 ? nanos : 0;
                decodeSequenceTime[r] += nanos * decoding;
                fullBatchTime[r] += decoding == record.spec().concurrency() ? nanos : 0;
            }
        }
        return new StepTotals(
                steps,
                largestBatch,
                longestQueue,
                mostKvBlocks,
                time,
                kvBlockTime,
                decodeTime,
                decodeSequenceTime,
                fullBatchTime);
    }

    /** The entries as the values of rounds. */
    static List<Double> values(int[] byRound) {
        return Arrays.stream(byRound).mapToObj(Double::valueOf).toList();
    }
}
