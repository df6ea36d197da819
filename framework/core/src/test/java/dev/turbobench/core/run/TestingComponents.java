package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.UNKNOWN_COMPONENT;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.time.TestingTicker;
import dev.turbobench.engine.replay.ReplayPlugin;
import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One testing engine, a metric that keeps the records it gets, one that throws, and reporters as given. */
public final class TestingComponents implements Components {

    public final TestingScript script = new TestingScript();
    public final TestingTicker ticker = new TestingTicker();
    public final List<CaseRecord> records = new CopyOnWriteArrayList<>();
    public final Map<String, ReporterFactory> reporters = new ConcurrentHashMap<>();
    public final Map<String, SamplerFactory> samplers = new ConcurrentHashMap<>();
    public volatile List<DeviceOffer> offers =
            List.of(new DeviceOffer("cpu", "this machine", Availability.available()));

    @Override
    public EngineFactory engine(String name) {
        if (name.equals("replay")) {
            return new ReplayPlugin().engines().get(0);
        }
        if (!name.equals("testing")) {
            throw new BenchmarkException(UNKNOWN_COMPONENT, "engine: unknown " + name);
        }
        return new EngineFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "Follows a script.";
            }

            @Override
            public List<OptionSpec> options() {
                return List.of(OptionSpec.option("blocks", OptionType.INTEGER, "1", "Number of blocks."));
            }

            @Override
            public List<DeviceOffer> devices(Options options) {
                return offers;
            }

            @Override
            public Engine create(EngineContext context) {
                if (script.creates.getAndIncrement() > 0 && script.createFailures.getAndDecrement() > 0) {
                    throw new BenchmarkException(MODEL_INVALID, "create broke");
                }
                ticker.advance(script.createNanos);
                return new TestingEngine(script, context, ticker);
            }
        };
    }

    @Override
    public MetricFactory metric(String name) {
        Metric metric = name.equals("broken") ? new Broken() : new Keeping();
        return new MetricFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "Counts tokens.";
            }

            @Override
            public Metric create(Options options) {
                return metric;
            }
        };
    }

    private static final class Broken implements Metric {

        @Override
        public List<MetricValue> compute(CaseRecord record) {
            throw new IllegalStateException("metric broke");
        }

        @Override
        public List<Distribution> distributions(CaseRecord record) {
            throw new IllegalStateException("distribution broke");
        }
    }

    private final class Keeping implements Metric {

        @Override
        public List<MetricValue> compute(CaseRecord record) {
            records.add(record);
            MetricDescriptor rounds =
                    new MetricDescriptor("rounds", "rounds", Unit.COUNT, Direction.NEUTRAL, "Number of rounds.");
            return List.of(MetricValue.of(rounds, record.rounds(), 1));
        }

        @Override
        public List<Distribution> distributions(CaseRecord record) {
            return List.of(new Distribution(
                    "rounds", "rounds", Unit.COUNT, record.rounds(), List.of(0.0, 1.0), List.of(1.0, 2.0)));
        }
    }

    @Override
    public ReporterFactory reporter(String name) {
        ReporterFactory factory = reporters.get(name);
        if (factory == null) {
            throw new BenchmarkException(UNKNOWN_COMPONENT, "reporter: unknown " + name);
        }
        return factory;
    }

    @Override
    public SamplerFactory sampler(String name) {
        SamplerFactory factory = samplers.get(name);
        if (factory == null) {
            throw new BenchmarkException(UNKNOWN_COMPONENT, "sampler: unknown " + name);
        }
        return factory;
    }

    @Override
    public List<PluginIdentity> plugins() {
        return List.of(new PluginIdentity("testing", "1", "memory", "00"));
    }
}
