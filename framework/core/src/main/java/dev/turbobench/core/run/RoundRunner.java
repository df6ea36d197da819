package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.record.RoundLog;
import dev.turbobench.core.record.StepRelay;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.error.BenchmarkException;
import java.time.Duration;
import java.util.List;

/** Releases the workers of a case and waits until they are done, watching for failures, stalls and Ctrl-C. */
final class RoundRunner {

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final WorkerGroup group;
    private final StopRequest stop;
    private final StepRelay steps;
    private final Duration stallTimeout;
    private final Ticker ticker;
    private int released;

    RoundRunner(WorkerGroup group, StopRequest stop, StepRelay steps, Duration stallTimeout, Ticker ticker) {
        this.group = group;
        this.stop = stop;
        this.steps = steps;
        this.stallTimeout = stallTimeout;
        this.ticker = ticker;
    }

    /**
     * Run rounds: all workers start the first one together, and each of the others as soon as they can.
     *
     * @param rounds the logs of these rounds
     * @return nanoseconds from before the workers were released to after the last one was done
     */
    long run(List<RoundLog> rounds) {
        stop.check();
        released += rounds.size();
        long start = ticker.nanoTime();
        rounds.get(0).started(start);
        group.release(released);
        awaitEnd(rounds, start);
        return ticker.nanoTime() - start;
    }

    private void awaitEnd(List<RoundLog> rounds, long start) {
        LoadEvents events = group.events();
        while (!events.allEnded()) {
            BenchmarkException failure = events.failure();
            if (failure != null) {
                throw failure;
            }
            group.engineDeath().ifPresent(RoundRunner::fail);
            stop.check();
            checkStall(rounds, start);
            events.pause(PAUSE_NANOS);
        }
    }

    private static void fail(BenchmarkException death) {
        throw death;
    }

    /** A request may wait long for its turn, so the engine is stalled only when nothing at all happens any more. */
    private void checkStall(List<RoundLog> rounds, long start) {
        long last = Math.max(start, steps.lastPrefillNanos());
        for (RoundLog round : rounds) {
            last = Math.max(last, round.lastEventNanos());
        }
        // Read after the events, so that none of them can be later.
        if (ticker.nanoTime() - last > stallTimeout.toNanos()) {
            long waiting = rounds.stream()
                    .flatMap(round -> round.requests().stream())
                    .filter(request -> request.isRunning())
                    .count();
            throw new BenchmarkException(
                    PLUGIN_FAILED,
                    "stalled: no token from the engine for %d s while %d requests were waiting"
                            .formatted(stallTimeout.toSeconds(), waiting));
        }
    }
}
