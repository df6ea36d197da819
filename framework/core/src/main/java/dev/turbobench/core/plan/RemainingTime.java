package dev.turbobench.core.plan;

import dev.turbobench.spi.workload.CaseSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** How long the rest of a matrix takes, from a {@link TimeEstimate} that learns from every round. Thread-safe. */
public final class RemainingTime {

    private final TimeEstimate estimate = new TimeEstimate();
    private final Set<CaseSpec> open;
    private final int roundsPerCase;

    /**
     * Start with all cases open.
     *
     * @param cases the cases that are going to run
     * @param roundsPerCase warm-up and measured
     */
    public RemainingTime(List<CaseSpec> cases, int roundsPerCase) {
        this.open = new LinkedHashSet<>(cases);
        this.roundsPerCase = roundsPerCase;
    }

    /** A round has ended. */
    public synchronized void observe(CaseSpec spec, long nanos) {
        estimate.observe(spec, nanos);
    }

    /** A case has ended, however. */
    public synchronized void finished(CaseSpec spec) {
        open.remove(spec);
    }

    /**
     * Estimate the time until the last case ends.
     *
     * @param roundsDone rounds, also parts of them, that the case that runs now has behind it
     * @return nanoseconds; empty before the first round of the run has ended
     */
    public synchronized OptionalLong nanos(double roundsDone) {
        double rounds = -roundsDone;
        double nanos = 0;
        for (CaseSpec spec : open) {
            OptionalLong round = estimate.round(spec);
            if (round.isEmpty()) {
                return OptionalLong.empty();
            }
            rounds += roundsPerCase;
            nanos += Math.max(0, rounds) * round.getAsLong();
            rounds = 0;
        }
        return OptionalLong.of(Math.round(nanos));
    }
}
