package dev.turbobench.core.run;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.core.config.OutputConfig;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.engine.EngineLaunch;
import dev.turbobench.core.engine.EngineLauncher;
import dev.turbobench.core.plan.RemainingTime;
import dev.turbobench.core.record.StepRelay;
import dev.turbobench.core.sample.RunSamplers;
import dev.turbobench.core.store.RunStore;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.workload.CaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the error of the tool before the first case: at each concurrency two short rounds, the second of which counts,
 * on the engine that replays known times. It takes about a quarter of a second for each.
 */
final class ToolErrorProbe {

    private static final long FIRST_TOKEN_NANOS = 10_000_000;
    private static final long GAP_NANOS = 5_000_000;
    private static final int TOKENS = 24;
    private static final String ENGINE = "replay";
    private static final String MODEL = "replay:ttft=%dns,itl=%dns".formatted(FIRST_TOKEN_NANOS, GAP_NANOS);
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(10);

    private final Components components;
    private final EngineLauncher launcher;
    private final StopRequest stop;
    private final Duration patience;
    private final Ticker ticker;

    ToolErrorProbe(Components components, EngineLauncher launcher, StopRequest stop, Duration patience, Ticker ticker) {
        this.components = components;
        this.launcher = launcher;
        this.stop = stop;
        this.patience = patience;
        this.ticker = ticker;
    }

    /**
     * What was found.
     *
     * @param errors by concurrency
     * @param notices what readers must know
     */
    record Finding(Map<Integer, ToolError> errors, List<String> notices) {

        static final Finding NONE = new Finding(Map.of(), List.of());
    }

    /** Measure at every concurrency; a failure is a notice, not the end of the run. */
    Finding measure(Collection<Integer> concurrencies, RunConfig config) {
        Map<Integer, ToolError> errors = new TreeMap<>();
        List<String> notices = new ArrayList<>();
        try {
            measure(concurrencies, config, errors);
        } catch (RunStoppedException e) {
            // The run itself is going to see it too.
        } catch (BenchmarkException e) {
            notices.add("the tool's own error was not measured: " + Failures.oneLine(String.valueOf(e.getMessage())));
        }
        if (!errors.isEmpty()) {
            notices.add(ToolErrorText.notice(errors));
        }
        return new Finding(errors, notices);
    }

    private void measure(Collection<Integer> concurrencies, RunConfig config, Map<Integer, ToolError> errors) {
        RunConfig own = new RunConfig(
                new EngineSelection(
                        ENGINE,
                        MODEL,
                        EngineSelection.AUTO,
                        1,
                        Map.of(),
                        config.engine().cacheDirectory()),
                config.workload(),
                new RoundsConfig(1, 1, config.rounds().start(), STALL_TIMEOUT),
                config.execution(),
                new OutputConfig(List.of(), List.of(), List.of(), null),
                List.of(),
                List.of());
        int most = concurrencies.stream().mapToInt(Integer::intValue).max().orElseThrow();
        StepRelay steps = new StepRelay(ticker);
        List<CaseRecord> records = new ArrayList<>();
        MetricEvaluation keep = MetricEvaluation.of("tool-error", record -> {
            records.add(record);
            return List.of();
        });
        EngineLaunch launch = launcher.prepare(own.engine());
        try (EngineSession session = new EngineSession(launch, new Demand(most, 1 + TOKENS), steps, patience, ticker);
                RunSamplers samplers = RunSamplers.create(List.of(), components, List.of(), ticker)) {
            RemainingTime remaining = new RemainingTime(List.of(), 2);
            CaseRunner runner = new CaseRunner(
                    own,
                    session,
                    steps,
                    RunStore.NONE,
                    keep,
                    samplers,
                    SelfMeasurement.OFF,
                    new ProgressCounter(1, 1, 1, remaining),
                    remaining,
                    stop,
                    patience,
                    ticker,
                    RunListener.NONE);
            for (int concurrency : concurrencies.stream().distinct().sorted().toList()) {
                records.clear();
                runner.run(new CaseSpec(0, concurrency, 1, TOKENS), List.of());
                errors.put(concurrency, ToolError.of(records.get(0), FIRST_TOKEN_NANOS, GAP_NANOS));
            }
        }
    }
}
