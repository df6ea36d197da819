package dev.turbobench.core.run;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.MetricRequest;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.engine.EngineLaunch;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.core.environment.EnvironmentCapture;
import dev.turbobench.core.environment.ProductVersion;
import dev.turbobench.core.plan.CaseSequence;
import dev.turbobench.core.plan.Matrix;
import dev.turbobench.core.plan.RemainingTime;
import dev.turbobench.core.plugin.PluginLoader;
import dev.turbobench.core.record.StepRelay;
import dev.turbobench.core.report.ReporterDispatcher;
import dev.turbobench.core.report.ReporterFailure;
import dev.turbobench.core.sample.RunSamplers;
import dev.turbobench.core.stall.StallMonitor;
import dev.turbobench.core.store.RunFolder;
import dev.turbobench.core.store.RunStore;
import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs all cases of a matrix on one engine, one after the other.
 *
 * <p>Everything that can fail without loading the model fails first, then the engine is started, then the reporters
 * begin. From then on every case has a result, and each result is with the reporters before the next case starts.
 */
public final class BenchmarkRunner {

    /** How long the engine may take to end cancelled requests, and to close. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunConfig config;
    private final Components components;
    private final EngineLauncher launcher;
    private final EnvironmentCapture environment;
    private final Ticker ticker;
    private final Clock clock;
    private final RunListener listener;
    private final Duration patience;
    private final Supplier<StallMonitor> stalls;
    private final StopRequest stop = new StopRequest();

    @Inject
    BenchmarkRunner(
            RunConfig config,
            Components components,
            EngineLauncher launcher,
            EnvironmentCapture environment,
            Ticker ticker,
            Clock clock,
            RunListener listener) {
        this(
                config,
                components,
                launcher,
                environment,
                ticker,
                clock,
                listener,
                PATIENCE,
                () -> StallMonitor.start(ticker));
    }

    BenchmarkRunner(
            RunConfig config,
            Components components,
            EngineLauncher launcher,
            EnvironmentCapture environment,
            Ticker ticker,
            Clock clock,
            RunListener listener,
            Duration patience,
            Supplier<StallMonitor> stalls) {
        this.config = config;
        this.components = components;
        this.launcher = launcher;
        this.environment = environment;
        this.ticker = ticker;
        this.clock = clock;
        this.listener = new IsolatedListener(listener);
        this.patience = patience;
        this.stalls = stalls;
    }

    /**
     * Run everything. Called once.
     *
     * @return how it ended
     * @throws dev.turbobench.spi.error.BenchmarkException if nothing could be run at all: an unknown component, a device
     *     that is not there, a model that cannot be loaded, a report that cannot be written
     */
    public RunOutcome run() {
        Instant started = clock.instant();
        String runId = UUID.randomUUID().toString();
        CaseSequence sequence = CaseSequence.of(
                Matrix.of(config.workload()),
                config.execution(),
                config.workload().seed());
        Matrix matrix = new Matrix(sequence.cases());
        MetricEvaluation metrics = MetricEvaluation.of(config.output().metrics(), components);
        EngineLaunch launch = launcher.prepare(config.engine());
        try (ReporterDispatcher reporters =
                        ReporterDispatcher.open(config.output().reports(), components);
                RunStore store = store(started, runId)) {
            Map<String, String> machine = environment.capture();
            StepRelay steps = new StepRelay(ticker);
            try (EngineSession session = new EngineSession(launch, matrix.demand(), steps, patience, ticker);
                    RunSamplers samplers = RunSamplers.create(
                            config.output().samplers(),
                            components,
                            session.ask("device ids", Engine::deviceIds),
                            ticker)) {
                ToolErrorProbe.Finding tool = toolError(matrix, session);
                RunHeader header = header(
                        runId,
                        started,
                        matrix,
                        launch,
                        session,
                        machine,
                        reporters,
                        samplers.notices(),
                        tool.notices());
                int warmups = config.rounds().expectedWarmupRounds();
                int tests = config.rounds().testRounds();
                RemainingTime remaining = new RemainingTime(matrix.runnable(header.engineLimits()), warmups + tests);
                ProgressCounter progress = new ProgressCounter(matrix.cases().size(), warmups, tests, remaining);
                reporters.begin(header);
                store.begin(header);
                listener.engineReady(header, progress);
                CaseRunner cases = new CaseRunner(
                        config,
                        session,
                        steps,
                        store,
                        metrics,
                        samplers,
                        new SelfMeasurement(tool.errors(), stalls),
                        progress,
                        remaining,
                        stop,
                        patience,
                        ticker,
                        listener);
                Optional<Sentinel> sentinel = Sentinel.of(sequence, cases);
                MatrixRunner runner = new MatrixRunner(
                        cases, header.engineLimits(), config.engine().tensorParallelSize(), progress, stop, listener);
                List<CaseResult> results = runner.run(sequence, sentinel, result -> {
                    remaining.finished(result.spec());
                    progress.caseFinished();
                    store.caseEnded(result);
                    reporters.caseCompleted(result);
                });
                RunSummary summary = new RunSummary(
                        clock.instant(),
                        runner.interrupted(),
                        sentinel.map(watch -> watch.mark(results)).orElse(results));
                store.end(summary);
                reporters.end(summary);
                listener.runFinished(summary);
                List<String> findings = sentinel.flatMap(Sentinel::drift).map(DriftCheck::notice).stream()
                        .toList();
                List<ReporterFailure> failures = new ArrayList<>(store.failures());
                failures.addAll(reporters.failures());
                return new RunOutcome(runner.interrupted(), results, failures, findings, store.folder());
            }
        }
    }

    /** Ask the run to end soon, keeping what was measured. Returns at once; {@link #run} returns later. Any thread. */
    public void stop() {
        stop.make();
    }

    /** Measure the tool at every concurrency that is going to run. */
    private ToolErrorProbe.Finding toolError(Matrix matrix, EngineSession session) {
        List<Integer> concurrencies = matrix.runnable(session.ask("limits", Engine::limits)).stream()
                .map(CaseSpec::concurrency)
                .toList();
        if (!config.execution().toolError() || concurrencies.isEmpty()) {
            return ToolErrorProbe.Finding.NONE;
        }
        return new ToolErrorProbe(components, launcher, stop, patience, ticker).measure(concurrencies, config);
    }

    private RunStore store(Instant started, String runId) {
        Path folder = config.output().results();
        return folder == null
                ? RunStore.NONE
                : RunFolder.create(folder, started, config.engine().model(), runId);
    }

    private RunHeader header(
            String runId,
            Instant started,
            Matrix matrix,
            EngineLaunch launch,
            EngineSession session,
            Map<String, String> machine,
            ReporterDispatcher reporters,
            List<String> samplerNotices,
            List<String> toolNotices) {
        EngineInfo info = session.ask("info", Engine::info);
        EngineLimits limits = session.ask("limits", Engine::limits);
        List<String> notices = new ArrayList<>(config.notices());
        notices.addAll(launch.notices());
        notices.addAll(session.ask("notices", Engine::notices));
        notices.addAll(samplerNotices);
        components.plugins().stream()
                .map(BenchmarkRunner::conformanceNotice)
                .flatMap(Optional::stream)
                .forEach(notices::add);
        notices.addAll(reporters.notices(
                config.output().metrics().stream().map(MetricRequest::name).toList()));
        notices.addAll(toolNotices);
        if (info.randomWeights()) {
            notices.add("the weights are random: the speed is that of the architecture, the tokens mean nothing");
        }
        return new RunHeader(
                runId,
                started,
                ProductVersion.text(),
                config.engine().model(),
                config.engine().name(),
                info,
                limits,
                matrix.cases(),
                config.effective(),
                machine,
                components.plugins(),
                notices);
    }

    /** Readers of a result must know when something computed it that may not keep the contract. */
    private static Optional<String> conformanceNotice(PluginIdentity plugin) {
        String finding = plugin.conformance();
        boolean good = finding.isEmpty() || finding.equals(PluginLoader.BUNDLED) || finding.startsWith("passed");
        return good
                ? Optional.empty()
                : Optional.of("plugin %s %s: conformance: %s".formatted(plugin.id(), plugin.version(), finding));
    }
}
