package dev.turbobench.core.run;

import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.plan.RemainingTime;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.MeasuredCase;
import dev.turbobench.core.record.RoundLog;
import dev.turbobench.core.record.StepRelay;
import dev.turbobench.core.sample.CaseSamples;
import dev.turbobench.core.sample.CaseSampling;
import dev.turbobench.core.sample.RunSamplers;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one case: everything is allocated, workers are started, the warm-up runs, the measured rounds run, and only then
 * anything is computed.
 */
final class CaseRunner {

    private final RunConfig config;
    private final EngineSession session;
    private final StepRelay steps;
    private final MetricEvaluation metrics;
    private final RunSamplers samplers;
    private final ProgressCounter progress;
    private final RemainingTime remaining;
    private final StopRequest stop;
    private final Duration patience;
    private final Ticker ticker;
    private final RunListener listener;
    private long nextRequestId;

    CaseRunner(
            RunConfig config,
            EngineSession session,
            StepRelay steps,
            MetricEvaluation metrics,
            RunSamplers samplers,
            ProgressCounter progress,
            RemainingTime remaining,
            StopRequest stop,
            Duration patience,
            Ticker ticker,
            RunListener listener) {
        this.config = config;
        this.session = session;
        this.steps = steps;
        this.metrics = metrics;
        this.samplers = samplers;
        this.progress = progress;
        this.remaining = remaining;
        this.stop = stop;
        this.patience = patience;
        this.ticker = ticker;
        this.listener = listener;
    }

    /**
     * Run a case.
     *
     * @param notes what is known about it beforehand
     * @throws dev.turbobench.spi.error.BenchmarkException if the case failed
     * @throws RunStoppedException if the user stopped the run
     */
    CaseResult run(CaseSpec spec, List<String> notes) {
        try {
            return measure(spec, notes);
        } catch (BenchmarkException e) {
            throw session.named(e);
        }
    }

    private CaseResult measure(CaseSpec spec, List<String> notes) {
        List<String> allNotes = new ArrayList<>(notes);
        session.prepare().ifPresent(allNotes::add);
        EngineInfo info = session.ask("info", Engine::info);
        EngineLimits limits = session.ask("limits", Engine::limits);
        CasePreparation preparation = CasePreparation.of(spec, config, info.vocabularySize(), nextRequestId, ticker);
        nextRequestId += preparation.requestCount();
        progress.caseStarted(preparation);
        listener.caseStarted(spec);
        MemoryPeak memory = new MemoryPeak();
        try (CaseSampling sampling = samplers.start()) {
            long wallNanos = runRounds(spec, preparation, memory);
            MeasuredCase record = new MeasuredCase(
                    spec,
                    info.tensorParallelSize(),
                    limits,
                    memory.usage(),
                    memory.bytes(),
                    wallNanos,
                    preparation.measured().seal());
            return evaluate(record, preparation, sampling, allNotes);
        }
    }

    private long runRounds(CaseSpec spec, CasePreparation preparation, MemoryPeak memory) {
        WorkerGroup group = new WorkerGroup(spec, session.engine(), preparation.batches(), ticker);
        boolean done = false;
        try {
            RoundRunner rounds =
                    new RoundRunner(group, stop, steps, config.rounds().stallTimeout(), ticker);
            steps.direct(preparation.warmup().steps());
            for (List<RoundLog> released : releases(preparation.warmup())) {
                observe(spec, released, rounds.run(released));
            }
            progress.warmupFinished();
            listener.warmupFinished(spec);
            long wallNanos = 0;
            int first = 0;
            steps.direct(preparation.measured().steps());
            for (List<RoundLog> released : releases(preparation.measured())) {
                long nanos = rounds.run(released);
                wallNanos += nanos;
                memory.add(session.ask("memory usage", Engine::memoryUsage));
                observe(spec, released, nanos);
                for (RoundLog round : released) {
                    listener.roundFinished(spec, first, round.completionTokens(), round.elapsedNanos());
                    first++;
                }
            }
            done = true;
            return wallNanos;
        } finally {
            steps.direct(StepSink.NONE);
            boolean ended = group.stop(patience.toNanos());
            if (!done && (!ended || group.engineDeath().isPresent())) {
                session.discard();
            }
        }
    }

    /** Which rounds the workers make in one go. */
    private List<List<RoundLog>> releases(EventLog log) {
        if (log.rounds().isEmpty()) {
            return List.of();
        }
        return switch (config.rounds().start()) {
            case TOGETHER -> log.rounds().stream().map(List::of).toList();
            case FREE -> List.of(log.rounds());
        };
    }

    private void observe(CaseSpec spec, List<RoundLog> rounds, long nanos) {
        for (int i = 0; i < rounds.size(); i++) {
            remaining.observe(spec, nanos / rounds.size());
        }
    }

    private CaseResult evaluate(
            MeasuredCase record, CasePreparation preparation, CaseSampling sampling, List<String> notes) {
        ValidityCheck.Finding finding =
                ValidityCheck.of(record, preparation.measured(), config.rounds().start());
        notes.addAll(finding.reasons());
        notes.addAll(finding.notes());
        List<RoundRecord> warmup = preparation.warmup().seal();
        long origin = (warmup.isEmpty() ? record.round(0) : warmup.get(0)).startNanos();
        CaseSamples samples = sampling.finish(record, origin);
        notes.addAll(samples.notes());
        List<MetricValue> values = new ArrayList<>(metrics.compute(record, notes));
        values.addAll(samples.metrics());
        CaseDetails details = new CaseDetails(
                Timeline.of(warmup, origin),
                Timeline.of(record.roundRecords(), origin),
                List.of(),
                metrics.distributions(record, notes),
                samples.series(),
                record.memory());
        CaseStatus status = finding.reasons().isEmpty() ? CaseStatus.VALID : CaseStatus.INVALID;
        return new CaseResult(
                record.spec(), record.tensorParallelSize(), status, notes, null, record.rounds(), values, details);
    }
}
