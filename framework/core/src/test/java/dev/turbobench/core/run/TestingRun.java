package dev.turbobench.core.run;

import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.core.config.ExecutionConfig;
import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.MetricRequest;
import dev.turbobench.core.config.OutputConfig;
import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.config.SamplerRequest;
import dev.turbobench.core.config.WorkloadConfig;
import dev.turbobench.core.engine.TestingLaunchers;
import dev.turbobench.core.environment.TestingEnvironments;
import dev.turbobench.core.stall.StallMonitor;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run on a {@link TestingEngine}, with settings that a test changes before it calls {@link #run}. */
final class TestingRun implements RunListener {

    final TestingComponents components = new TestingComponents();
    final TestingScript script = components.script;
    final List<String> events = new ArrayList<>();
    final List<ReportRequest> reports = new ArrayList<>();

    List<Integer> concurrency = List.of(2);
    List<LengthPair> lengths = List.of(new LengthPair(8, 5));
    RoundsConfig rounds = new RoundsConfig(3, 1, RoundStart.TOGETHER);
    ExecutionConfig execution = ExecutionConfig.PLAIN;
    boolean distinctPrompts;
    long seed = 1;
    String engine = "testing";
    String model = "model";
    Ticker ticker = components.ticker;
    String device = "auto";
    List<String> metrics = List.of("keep");

    @Nullable
    Path results;

    @Nullable
    RunProgress progress;

    @Nullable
    RunHeader header;

    @Nullable
    RunSummary summary;

    List<SamplerRequest> samplers = List.of();

    @Nullable
    Runnable atEngineReady;

    @Nullable
    Runnable atRoundFinished;

    @Nullable
    BenchmarkRunner runner;

    /** Run on the replay engine, in real time. */
    void replay(String replayed) {
        engine = "replay";
        model = replayed;
        ticker = System::nanoTime;
    }

    BenchmarkRunner create() {
        RunConfig config = new RunConfig(
                new EngineSelection(engine, model, device, 1, Map.of(), Path.of("cache")),
                new WorkloadConfig(concurrency, lengths, SamplingParameters.GREEDY, seed, distinctPrompts),
                rounds,
                execution,
                new OutputConfig(
                        reports,
                        metrics.stream()
                                .map(name -> new MetricRequest(name, Map.of()))
                                .toList(),
                        samplers,
                        results),
                List.of(),
                List.of("a notice"));
        runner = new BenchmarkRunner(
                config,
                components,
                TestingLaunchers.of(components, ticker),
                TestingEnvironments.create(),
                ticker,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                this,
                Duration.ofMillis(1500),
                StallMonitor::off);
        return runner;
    }

    RunOutcome run() {
        return create().run();
    }

    CaseResult only() {
        return run().results().get(0);
    }

    CaseRecord record() {
        return components.records.get(0);
    }

    @Override
    public void engineReady(RunHeader runHeader, RunProgress runProgress) {
        header = runHeader;
        progress = runProgress;
        events.add("ready");
        if (atEngineReady != null) {
            atEngineReady.run();
        }
    }

    @Override
    public void caseStarted(CaseSpec spec) {
        script.together = spec.concurrency();
        events.add("start " + spec.label());
    }

    @Override
    public void warmupFinished(CaseSpec spec) {
        events.add("warm");
    }

    @Override
    public void roundFinished(CaseSpec spec, int round, long completionTokens, long elapsedNanos) {
        events.add("round %d: %d tokens in %d ms".formatted(round, completionTokens, elapsedNanos / 1_000_000));
        if (atRoundFinished != null) {
            atRoundFinished.run();
        }
    }

    @Override
    public void caseFinished(CaseResult result) {
        events.add(result.spec().label() + " " + result.status());
    }

    @Override
    public void runFinished(RunSummary runSummary) {
        summary = runSummary;
    }
}
