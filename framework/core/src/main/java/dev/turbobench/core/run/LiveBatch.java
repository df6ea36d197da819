package dev.turbobench.core.run;

import dev.turbobench.spi.metric.RoundRecord;
import java.util.Arrays;
import java.util.OptionalInt;

/** How many requests of a round were really worked on at the same time. */
final class LiveBatch {

    private LiveBatch() {}

    /** The largest number of sequences in a step; empty if no steps were reported. */
    static OptionalInt largestStep(RoundRecord round) {
        OptionalInt largest = OptionalInt.empty();
        for (int step = 0; step < round.steps(); step++) {
            int sequences = round.stepPrefillSequences(step) + round.stepDecodeSequences(step);
            largest = OptionalInt.of(Math.max(sequences, largest.orElse(0)));
        }
        return largest;
    }

    /**
     * The largest number of requests between first token and end; empty if not every admission was reported. Both times
     * are the client's: a request that takes the place of another is admitted, on the engine's clock, before the client
     * has seen the end of the other.
     */
    static OptionalInt largestAdmitted(RoundRecord round) {
        int requests = round.requests();
        long[] started = new long[requests];
        long[] finished = new long[requests];
        for (int request = 0; request < requests; request++) {
            if (round.admittedNanos(request) == RoundRecord.NONE) {
                return OptionalInt.empty();
            }
            finished[request] = round.finishNanos(request);
            started[request] = round.emissions(request) > 0 ? round.emissionNanos(request, 0) : finished[request];
        }
        Arrays.sort(started);
        Arrays.sort(finished);
        int largest = 0;
        int ended = 0;
        for (int request = 0; request < requests; request++) {
            while (ended < request && finished[ended] <= started[request]) {
                ended++;
            }
            largest = Math.max(largest, request + 1 - ended);
        }
        return OptionalInt.of(largest);
    }

    /** Whether the requests were so short that one had ended before the last was taken in, and none ever waited. */
    static boolean wasTooShort(RoundRecord round) {
        for (int step = 0; step < round.steps(); step++) {
            if (round.stepWaiting(step) > 0) {
                return false;
            }
        }
        long firstEnd = Long.MAX_VALUE;
        long lastAdmission = Long.MIN_VALUE;
        for (int request = 0; request < round.requests(); request++) {
            firstEnd = Math.min(firstEnd, round.finishNanos(request));
            lastAdmission = Math.max(lastAdmission, round.admittedNanos(request));
        }
        return round.steps() > 0 && firstEnd < lastAdmission;
    }
}
