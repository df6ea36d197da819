package dev.turbobench.core.run;

import dev.turbobench.core.plan.CaseSequence;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one case again in the middle and at the end of a matrix, and before it unless it is the first one anyway. */
final class Sentinel {

    private static final Logger LOG = LoggerFactory.getLogger(Sentinel.class);

    private final CaseSpec spec;
    private final CaseRunner cases;
    private final int middle;
    private final int end;
    private @Nullable DriftCheck drift;

    private Sentinel(CaseSpec spec, CaseRunner cases, int count) {
        this.spec = spec;
        this.cases = cases;
        this.middle = (count + 1) / 2;
        this.end = count;
    }

    /** Get the sentinel of a run; a single case needs none. */
    static Optional<Sentinel> of(CaseSequence sequence, CaseRunner cases) {
        int count = sequence.cases().size();
        return sequence.sentinel().filter(spec -> count > 1).map(spec -> new Sentinel(spec, cases, count));
    }

    /** Before the first case. */
    void before(CaseSpec first) {
        if (!first.equals(spec)) {
            start(run());
        }
    }

    /** After a case has ended, however. */
    void after(CaseResult result, int finished) {
        if (finished == 1 && result.spec().equals(spec)) {
            start(rounds(result));
        }
        if (drift != null && (finished == middle || finished == end)) {
            String when = finished == middle ? "in the middle" : "at the end";
            double[] rounds = run();
            if (rounds.length == 0) {
                drift.failed(when);
            } else {
                drift.add(when, rounds);
            }
        }
    }

    private void start(double[] rounds) {
        if (rounds.length > 0) {
            drift = new DriftCheck(spec.label(), rounds);
        }
    }

    private double[] run() {
        try {
            return rounds(cases.repeat(spec));
        } catch (RuntimeException | OutOfMemoryError e) {
            // A stop by the user is seen again before the next case.
            LOG.debug("sentinel failed", e);
            return new double[0];
        }
    }

    private static double[] rounds(CaseResult result) {
        return result.details().rounds().stream()
                .mapToDouble(RoundDetail::elapsedNanos)
                .toArray();
    }

    /** What was found; empty if the sentinel was not measured at the start and later. */
    Optional<DriftCheck> drift() {
        return Optional.ofNullable(drift).filter(DriftCheck::isComplete);
    }

    /** Put what was found on the results that it concerns: drift on all, its absence on the sentinel itself. */
    List<CaseResult> mark(List<CaseResult> results) {
        return drift().map(check -> results.stream()
                        .map(result -> check.isDrift() || result.spec().equals(spec) ? marked(result, check) : result)
                        .toList())
                .orElse(results);
    }

    private static CaseResult marked(CaseResult result, DriftCheck check) {
        if (result.metrics().isEmpty()) {
            return result;
        }
        List<String> notes = new ArrayList<>(result.notes());
        notes.add(check.notice());
        return new CaseResult(
                result.spec(),
                result.tensorParallelSize(),
                result.status(),
                notes,
                result.failure(),
                result.rounds(),
                result.metrics(),
                result.details());
    }
}
