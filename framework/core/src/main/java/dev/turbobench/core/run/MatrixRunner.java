package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;
import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.plan.CaseSequence;
import dev.turbobench.core.plan.Feasibility;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the cases in order and makes a result of everything that can happen to one. */
final class MatrixRunner {

    private static final Logger LOG = LoggerFactory.getLogger(MatrixRunner.class);

    private final CaseRunner cases;
    private final EngineLimits limits;
    private final int tensorParallelSize;
    private final RunProgress progress;
    private final StopRequest stop;
    private final RunListener listener;
    private boolean interrupted;

    MatrixRunner(
            CaseRunner cases,
            EngineLimits limits,
            int tensorParallelSize,
            RunProgress progress,
            StopRequest stop,
            RunListener listener) {
        this.cases = cases;
        this.limits = limits;
        this.tensorParallelSize = tensorParallelSize;
        this.progress = progress;
        this.stop = stop;
        this.listener = listener;
    }

    /** Run all cases, handing on each result as soon as there is one. */
    List<CaseResult> run(CaseSequence sequence, Optional<Sentinel> sentinel, Consumer<CaseResult> consumer) {
        List<CaseResult> results = new ArrayList<>();
        sentinel.ifPresent(watch -> watch.before(sequence.cases().get(0)));
        for (CaseSpec spec : sequence.cases()) {
            CaseResult result = run(spec);
            results.add(result);
            consumer.accept(result);
            listener.caseFinished(result);
            sentinel.ifPresent(watch -> watch.after(result, results.size()));
        }
        return results;
    }

    /** True if the user stopped the run before all cases were done. */
    boolean interrupted() {
        return interrupted;
    }

    private CaseResult run(CaseSpec spec) {
        Feasibility feasibility = Feasibility.of(spec, limits);
        if (stop.isMade()) {
            interrupted = true;
            return withoutNumbers(spec, CaseStatus.SKIPPED, List.of("interrupted before it started"), null);
        }
        if (feasibility instanceof Feasibility.Impossible impossible) {
            return withoutNumbers(spec, CaseStatus.SKIPPED, List.of(impossible.reason()), null);
        }
        List<String> notes = feasibility instanceof Feasibility.Queues queues ? List.of(queues.reason()) : List.of();
        try {
            return cases.run(spec, notes);
        } catch (RunStoppedException e) {
            interrupted = true;
            String note = "interrupted after %d of %d rounds".formatted(progress.roundsFinished(), progress.rounds());
            return withoutNumbers(spec, CaseStatus.SKIPPED, List.of(note), null);
        } catch (BenchmarkException e) {
            return failed(spec, notes, e);
        } catch (OutOfMemoryError e) {
            return failed(spec, notes, new BenchmarkException(OUT_OF_MEMORY, Failures.oneLine(e), e));
        } catch (RuntimeException e) {
            return failed(spec, notes, new BenchmarkException(INTERNAL_ERROR, Failures.oneLine(e), e));
        }
    }

    private CaseResult failed(CaseSpec spec, List<String> notes, BenchmarkException error) {
        String message = Failures.oneLine(String.valueOf(error.getMessage()));
        // The message is in the result, which every display and report shows.
        LOG.debug("case {} failed", spec.label(), error);
        return withoutNumbers(
                spec,
                CaseStatus.FAILED,
                notes,
                new CaseFailure(error.errorCode().name(), message));
    }

    private CaseResult withoutNumbers(
            CaseSpec spec, CaseStatus status, List<String> notes, @Nullable CaseFailure failure) {
        return new CaseResult(spec, tensorParallelSize, status, notes, failure, 0, List.of());
    }
}
