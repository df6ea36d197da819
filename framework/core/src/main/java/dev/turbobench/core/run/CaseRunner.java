package dev.turbobench.core.run;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.plan.RemainingTime;
import dev.turbobench.core.record.MeasuredCase;
import dev.turbobench.core.record.RoundLog;
import dev.turbobench.core.record.StepRelay;
import dev.turbobench.core.run.CasePreparation.Rounds;
import dev.turbobench.core.sample.CaseSamples;
import dev.turbobench.core.sample.CaseSampling;
import dev.turbobench.core.sample.RunSamplers;
import dev.turbobench.core.stall.StallMonitor;
import dev.turbobench.core.store.CaseEvents;
import dev.turbobench.core.store.CaseFacts;
import dev.turbobench.core.store.RunStore;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Runs one case: everything is allocated, the warm-up runs until it is over, the measured rounds run, and only then
 * anything is computed.
 */
final class CaseRunner {

    private static final int MOST_STALLS = 500;

    private final RunConfig config;
    private final EngineSession session;
    private final StepRelay steps;
    private final RunStore store;
    private final MetricEvaluation metrics;
    private final RunSamplers samplers;
    private final SelfMeasurement self;
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
            RunStore store,
            MetricEvaluation metrics,
            RunSamplers samplers,
            SelfMeasurement self,
            ProgressCounter progress,
            RemainingTime remaining,
            StopRequest stop,
            Duration patience,
            Ticker ticker,
            RunListener listener) {
        this.config = config;
        this.session = session;
        this.steps = steps;
        this.store = store;
        this.metrics = metrics;
        this.samplers = samplers;
        this.self = self;
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
        return run(spec, notes, store);
    }

    /** Run a case of which the result is only compared with that of an earlier time, so that it is not stored. */
    CaseResult repeat(CaseSpec spec) {
        return run(spec, List.of(), RunStore.NONE);
    }

    private CaseResult run(CaseSpec spec, List<String> notes, RunStore kept) {
        try {
            return measure(spec, notes, kept);
        } catch (BenchmarkException e) {
            throw session.named(e);
        }
    }

    private CaseResult measure(CaseSpec spec, List<String> notes, RunStore kept) {
        List<String> allNotes = new ArrayList<>(notes);
        session.prepare().ifPresent(allNotes::add);
        EngineInfo info = session.ask("info", Engine::info);
        EngineLimits limits = session.ask("limits", Engine::limits);
        int vocabulary = info.vocabularySize();
        int tests = config.rounds().testRounds();
        long firstId = nextRequestId;
        // The measured rounds come first, so that their prompts and seeds do not depend on how long the warm-up is.
        CasePreparation measured =
                CasePreparation.of(spec, config, vocabulary, new Rounds("round", 0, tests, 0, firstId), ticker);
        nextRequestId += (long) (tests + config.rounds().warmupMax()) * spec.concurrency();
        progress.caseStarted(spec);
        listener.caseStarted(spec);
        MemoryPeak memory = new MemoryPeak();
        StallMonitor stalls = self.watch();
        RoundStart start = config.rounds().start();
        CaseFacts facts = new CaseFacts(spec, info.tensorParallelSize(), limits, start, tests);
        try (CaseSampling sampling = samplers.start();
                CaseEvents events = kept.caseStarted(facts)) {
            List<RoundRecord> warmup;
            long wallNanos;
            try (stalls) {
                warmup = warmUp(spec, vocabulary, firstId + (long) tests * spec.concurrency(), events, allNotes);
                listener.warmupFinished(spec);
                progress.measuredStarted(measured.log());
                wallNanos = inWorkers(spec, measured, rounds -> runMeasured(spec, measured, rounds, events, memory));
            }
            MeasuredCase record = new MeasuredCase(
                    spec,
                    info.tensorParallelSize(),
                    limits,
                    memory.usage(),
                    memory.bytes(),
                    wallNanos,
                    session.loadTime(),
                    session.roofline(),
                    measured.log().seal());
            events.caseEnded(record);
            ValidityCheck.Finding finding =
                    ValidityCheck.of(record, measured.log(), config.rounds().start());
            return evaluate(record, finding, warmup, sampling, stalls, allNotes);
        }
    }

    /** Run rounds that are not measured; the closed loop has its fixed number of them, because its rounds overlap. */
    private List<RoundRecord> warmUp(
            CaseSpec spec, int vocabulary, long firstId, CaseEvents events, List<String> notes) {
        int tests = config.rounds().testRounds();
        if (config.rounds().start() == RoundStart.FREE) {
            int count = config.rounds().warmupRounds();
            return count == 0
                    ? List.of()
                    : warmUp(spec, vocabulary, new Rounds("warm-up round", 0, count, tests, firstId), events);
        }
        List<RoundRecord> done = new ArrayList<>();
        WarmUp warmUp = new WarmUp(config.rounds());
        while (!warmUp.isOver()) {
            int number = done.size();
            long id = firstId + (long) number * spec.concurrency();
            done.addAll(warmUp(spec, vocabulary, new Rounds("warm-up round", number, 1, tests + number, id), events));
            RoundRecord last = done.get(number);
            warmUp.add(last.endNanos() - last.startNanos());
        }
        warmUp.note().ifPresent(notes::add);
        return done;
    }

    private List<RoundRecord> warmUp(CaseSpec spec, int vocabulary, Rounds rounds, CaseEvents events) {
        CasePreparation preparation = CasePreparation.of(spec, config, vocabulary, rounds, ticker);
        progress.warmupStarted(preparation.log());
        inWorkers(spec, preparation, runner -> {
            for (List<RoundLog> released : preparation.releases(config.rounds().start())) {
                observe(spec, released, runner.run(released));
                events.warmupEnded(released, preparation.log().steps());
            }
            return 0;
        });
        return preparation.log().seal();
    }

    private long runMeasured(
            CaseSpec spec, CasePreparation measured, RoundRunner rounds, CaseEvents events, MemoryPeak memory) {
        long wallNanos = 0;
        int first = 0;
        for (List<RoundLog> released : measured.releases(config.rounds().start())) {
            long nanos = rounds.run(released);
            wallNanos += nanos;
            MemoryUsage usage = session.ask("memory usage", Engine::memoryUsage);
            memory.add(usage);
            events.roundsEnded(released, measured.log().steps(), nanos, usage);
            observe(spec, released, nanos);
            for (RoundLog round : released) {
                listener.roundFinished(spec, first, round.completionTokens(), round.elapsedNanos());
                first++;
            }
        }
        return wallNanos;
    }

    /** Run something with the workers of some rounds, and see to it that no request is left behind. */
    private long inWorkers(CaseSpec spec, CasePreparation preparation, ToLongFunction<RoundRunner> task) {
        WorkerGroup group = new WorkerGroup(spec, session.engine(), preparation.batches(), ticker);
        boolean done = false;
        try {
            steps.direct(preparation.log().steps());
            long result = task.applyAsLong(
                    new RoundRunner(group, stop, steps, config.rounds().stallTimeout(), ticker));
            done = true;
            return result;
        } finally {
            steps.direct(StepSink.NONE);
            boolean dead = group.engineDeath().isPresent();
            boolean ended = group.stop(dead ? 0 : patience.toNanos());
            if (!done && (!ended || dead)) {
                session.discard();
            }
        }
    }

    private void observe(CaseSpec spec, List<RoundLog> rounds, long nanos) {
        for (int i = 0; i < rounds.size(); i++) {
            remaining.observe(spec, nanos / rounds.size());
        }
    }

    private CaseResult evaluate(
            MeasuredCase record,
            ValidityCheck.Finding finding,
            List<RoundRecord> warmup,
            CaseSampling sampling,
            StallMonitor stalls,
            List<String> notes) {
        notes.addAll(finding.reasons());
        notes.addAll(finding.notes());
        long origin = (warmup.isEmpty() ? record.round(0) : warmup.get(0)).startNanos();
        CaseSamples samples = sampling.finish(record, origin);
        notes.addAll(samples.notes());
        List<MetricValue> values = new ArrayList<>(metrics.compute(record, notes));
        values.addAll(samples.metrics());
        values.addAll(self.evaluate(record, stalls, notes));
        List<Distribution> distributions = new ArrayList<>(metrics.distributions(record, notes));
        distributions.addAll(self.distributions(stalls));
        CaseDetails details = new CaseDetails(
                Timeline.of(warmup, origin),
                Timeline.of(record.roundRecords(), origin),
                stalls.stalls().longest(MOST_STALLS, origin),
                distributions,
                samples.series(),
                record.memory());
        CaseStatus status = finding.reasons().isEmpty() ? CaseStatus.VALID : CaseStatus.INVALID;
        return new CaseResult(
                record.spec(), record.tensorParallelSize(), status, notes, null, record.rounds(), values, details);
    }
}
