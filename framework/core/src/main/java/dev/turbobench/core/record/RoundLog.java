package dev.turbobench.core.record;

import dev.turbobench.spi.metric.RoundRecord;
import java.util.List;

/** The events of one round while it is recorded; {@link #seal} turns it into something to read. */
public final class RoundLog {

    private final List<RequestLog> requests;
    private long startNanos = RoundRecord.NONE;

    RoundLog(List<RequestLog> requests) {
        this.requests = List.copyOf(requests);
    }

    /** The log of the request that a worker makes in this round. */
    public RequestLog request(int worker) {
        return requests.get(worker);
    }

    public List<RequestLog> requests() {
        return requests;
    }

    /** Note when the workers were released; without it the round starts with its first submission. */
    public void started(long nanos) {
        startNanos = nanos;
    }

    /** Tokens received so far. May be read while the round runs. */
    public long completionTokens() {
        long sum = 0;
        for (RequestLog request : requests) {
            sum += request.completionTokens();
        }
        return sum;
    }

    /** Time of the last event of a request of this round; {@link RoundRecord#NONE} if there was none. */
    public long lastEventNanos() {
        long last = RoundRecord.NONE;
        for (RequestLog request : requests) {
            last = Math.max(last, request.lastEventNanos());
        }
        return last;
    }

    /** From the start to the last end; all requests must have ended. */
    public long elapsedNanos() {
        return endNanos() - startNanos();
    }

    /** Get a view of the round; all its requests must have ended. */
    RoundRecord seal(StepLog steps) {
        return new RoundRecordView(requests, startNanos(), endNanos(), steps);
    }

    /** When the workers were released; {@link RoundRecord#NONE} if only the submissions were noted. */
    long startedNanos() {
        return startNanos;
    }

    long startNanos() {
        if (startNanos != RoundRecord.NONE) {
            return startNanos;
        }
        return requests.stream().mapToLong(RequestLog::submitNanos).min().orElseThrow();
    }

    private long endNanos() {
        long end = RoundRecord.NONE;
        for (RequestLog request : requests) {
            if (!request.hasEnded()) {
                throw new IllegalStateException("request %d has not ended".formatted(request.requestId()));
            }
            end = Math.max(end, request.finishNanos());
        }
        return end;
    }
}
