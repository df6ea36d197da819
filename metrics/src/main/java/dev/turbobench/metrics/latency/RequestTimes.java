package dev.turbobench.metrics.latency;

import dev.turbobench.metrics.stats.Sample;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;

/** One time of each request that succeeded, as a sample in nanoseconds. */
public final class RequestTimes {

    private RequestTimes() {}

    /** A time of a request. */
    @FunctionalInterface
    public interface Time {

        /** Compute the time; NaN if the request has none. */
        double nanos(RoundRecord round, int request);
    }

    /** Collect a time of all requests of all rounds. */
    public static Sample collect(CaseRecord record, Time time) {
        Sample.Collector sample = new Sample.Collector(
                record.rounds(), record.rounds() * record.spec().concurrency());
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int i = 0; i < round.requests(); i++) {
                double nanos = round.succeeded(i) && round.emissions(i) > 0 ? time.nanos(round, i) : Double.NaN;
                if (!Double.isNaN(nanos)) {
                    sample.add(nanos);
                }
            }
            sample.endRound();
        }
        return sample.finish();
    }

    /** From just before submit to the first token. */
    public static double firstToken(RoundRecord round, int request) {
        return (double) (round.emissionNanos(request, 0) - round.submitNanos(request));
    }

    /** From the first emission to the last, for each token after the first emission; NaN if there is no such token. */
    public static double perOutputToken(RoundRecord round, int request) {
        int last = round.emissions(request) - 1;
        int tokens = round.completionTokens(request) - round.emissionTokens(request, 0);
        return tokens == 0
                ? Double.NaN
                : (double) (round.emissionNanos(request, last) - round.emissionNanos(request, 0)) / tokens;
    }

    /** From just before submit to the end of the request. */
    public static double endToEnd(RoundRecord round, int request) {
        return difference(round.submitNanos(request), round.finishNanos(request));
    }

    /** From just before submit to when the engine took the request out of its queue. */
    public static double queued(RoundRecord round, int request) {
        return difference(round.submitNanos(request), round.admittedNanos(request));
    }

    private static double difference(long from, long to) {
        return to == RoundRecord.NONE ? Double.NaN : (double) (to - from);
    }
}
