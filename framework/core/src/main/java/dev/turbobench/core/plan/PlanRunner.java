package dev.turbobench.core.plan;

import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.engine.EngineLaunch;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.workload.CaseSpec;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Plans a run: starts the engine as the run would, asks it for its limits, and runs a few small batches to estimate how
 * long the cases take.
 */
public final class PlanRunner {

    /** Once the trials have taken so long, no further one is started. */
    private static final long BUDGET_NANOS = 10_000_000_000L;

    private static final int REPETITIONS = 5;
    private static final int SHORT_PROMPT = 16;
    private static final int SHORT_COMPLETION = 8;
    private static final int LONG_PROMPT = 256;
    private static final int LARGE_BATCH = 8;

    private final EngineLauncher launcher;
    private final Ticker ticker;

    @Inject
    PlanRunner(EngineLauncher launcher, Ticker ticker) {
        this.launcher = launcher;
        this.ticker = ticker;
    }

    /**
     * Plan a run.
     *
     * @param statedVariation coefficient of variation of the rounds; measured in the trials if empty
     * @throws dev.turbobench.spi.error.BenchmarkException if the engine cannot be started or a trial fails
     */
    public RunPlan plan(RunConfig config, OptionalDouble statedVariation) {
        Matrix matrix = Matrix.of(config.workload());
        EngineLaunch launch = launcher.prepare(config.engine());
        long before = ticker.nanoTime();
        try (Engine engine = launch.start(matrix.demand(), StepSink.NONE)) {
            long loadNanos = ticker.nanoTime() - before;
            EngineInfo info = engine.info();
            EngineLimits limits = engine.limits();
            List<String> notices = new ArrayList<>(config.notices());
            notices.addAll(launch.notices());
            notices.addAll(engine.notices());
            Trials trials = new Trials(
                    engine,
                    info.vocabularySize(),
                    config.rounds().stallTimeout().toSeconds());
            trials.run(matrix, limits);
            List<RunPlan.PlannedCase> cases = matrix.cases().stream()
                    .map(spec -> planned(spec, limits, trials.estimate))
                    .toList();
            return new RunPlan(
                    info,
                    limits,
                    notices,
                    loadNanos,
                    trials.batches,
                    cases,
                    config.rounds().expectedWarmupRounds(),
                    config.rounds().testRounds(),
                    statedVariation.orElseGet(trials::variation),
                    statedVariation.isPresent());
        }
    }

    /** Requests that do not fit at once run one group after the other. */
    private static RunPlan.PlannedCase planned(CaseSpec spec, EngineLimits limits, TimeEstimate estimate) {
        Feasibility feasibility = Feasibility.of(spec, limits);
        if (feasibility instanceof Feasibility.Impossible) {
            return new RunPlan.PlannedCase(spec, feasibility, OptionalLong.empty());
        }
        int together = limits.concurrentSequences(spec.sequenceTokens());
        if (together >= spec.concurrency()) {
            return new RunPlan.PlannedCase(spec, feasibility, estimate.round(spec));
        }
        CaseSpec group = new CaseSpec(spec.index(), together, spec.promptTokens(), spec.completionTokens());
        long nanos = Math.round((double) estimate.round(group).orElse(0) * spec.concurrency() / together);
        return new RunPlan.PlannedCase(spec, feasibility, OptionalLong.of(nanos));
    }

    /** Batches that tell the price of a decode step, of a generated token and of a prompt token apart. */
    private final class Trials {

        private final TimeEstimate estimate = new TimeEstimate();
        private final List<Long> repeated = new ArrayList<>();
        private final Engine engine;
        private final int vocabulary;
        private final long patienceSeconds;
        private long spentNanos;
        private long nextId;
        private int batches;

        Trials(Engine engine, int vocabulary, long patienceSeconds) {
            this.engine = engine;
            this.vocabulary = vocabulary;
            this.patienceSeconds = patienceSeconds;
        }

        void run(Matrix matrix, EngineLimits limits) {
            List<CaseSpec> runnable = matrix.runnable(limits);
            if (runnable.isEmpty()) {
                return;
            }
            int prompt =
                    runnable.stream().mapToInt(CaseSpec::promptTokens).max().orElseThrow();
            int completion =
                    runnable.stream().mapToInt(CaseSpec::completionTokens).max().orElseThrow();
            int concurrency =
                    runnable.stream().mapToInt(CaseSpec::concurrency).max().orElseThrow();
            CaseSpec small = shape(1, Math.min(prompt, SHORT_PROMPT), Math.min(completion, SHORT_COMPLETION));
            CaseSpec wide = shape(Math.min(concurrency, LARGE_BATCH), small.promptTokens(), small.completionTokens());
            CaseSpec deep = shape(1, Math.min(prompt, LONG_PROMPT), 1);
            warmUp(small);
            for (int i = 0; i < REPETITIONS && spentNanos < BUDGET_NANOS; i++) {
                repeated.add(measure(small));
            }
            for (CaseSpec spec : List.of(wide, deep)) {
                boolean fits = limits.concurrentSequences(spec.sequenceTokens()) >= spec.concurrency();
                if (fits && !spec.equals(small) && spentNanos < BUDGET_NANOS) {
                    warmUp(spec);
                    measure(spec);
                }
            }
        }

        private CaseSpec shape(int concurrency, int prompt, int completion) {
            return new CaseSpec(0, concurrency, prompt, completion);
        }

        /** The first batch of a shape is slower than those after it. */
        private void warmUp(CaseSpec spec) {
            runOnce(spec);
        }

        private long runOnce(CaseSpec spec) {
            long nanos = TrialBatch.run(engine, spec, vocabulary, nextId, patienceSeconds, ticker);
            nextId += spec.concurrency();
            spentNanos += nanos;
            batches++;
            return nanos;
        }

        private long measure(CaseSpec spec) {
            long nanos = runOnce(spec);
            estimate.observe(spec, nanos);
            return nanos;
        }

        double variation() {
            double mean = repeated.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
            double squares = repeated.stream()
                    .mapToDouble(nanos -> (nanos - mean) * (nanos - mean))
                    .sum();
            return Math.sqrt(squares / (repeated.size() - 1)) / mean;
        }
    }
}
