package dev.turbobench.core.record;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;

/** Room for every event of some rounds of a case, allocated before the first of them. It never grows. */
public final class EventLog {

    private final List<RoundLog> rounds;
    private final StepLog steps;

    EventLog(List<RoundLog> rounds, StepLog steps) {
        this.rounds = List.copyOf(rounds);
        this.steps = steps;
    }

    /**
     * Allocate a log.
     *
     * @param spec the case
     * @param rounds number of rounds
     * @param firstRequestId request {@code i} of round {@code r} has this id plus {@code r} times the concurrency plus
     *     {@code i}
     * @param ticker the clock on which the client sees events
     */
    public static EventLog allocate(CaseSpec spec, int rounds, long firstRequestId, Ticker ticker) {
        // One more than can be right, so that an engine that generates one token too many is shown with all of them.
        int emissions = spec.completionTokens() + 1;
        List<RoundLog> logs = new ArrayList<>(rounds);
        long id = firstRequestId;
        for (int round = 0; round < rounds; round++) {
            List<RequestLog> requests = new ArrayList<>(spec.concurrency());
            for (int worker = 0; worker < spec.concurrency(); worker++) {
                requests.add(new RequestLog(id, emissions, ticker));
                id++;
            }
            logs.add(new RoundLog(requests));
        }
        return new EventLog(logs, new StepLog(StepLog.capacity(spec, rounds)));
    }

    public List<RoundLog> rounds() {
        return rounds;
    }

    public RoundLog round(int index) {
        return rounds.get(index);
    }

    public StepLog steps() {
        return steps;
    }

    /** Tokens received so far. May be read while requests run. */
    public long completionTokens() {
        long sum = 0;
        for (RoundLog round : rounds) {
            sum += round.completionTokens();
        }
        return sum;
    }

    /** Get views of the rounds; all requests must have ended. */
    public List<RoundRecord> seal() {
        return rounds.stream().map(round -> round.seal(steps)).toList();
    }
}
