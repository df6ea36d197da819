package dev.turbobench.core.plugin;

import dev.turbobench.spi.ApiVersion;
import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.nio.file.Path;
import java.util.List;

/** A catalog with one engine, two metrics and two reporters that can be named but not run. */
public final class TestingCatalog {

    private TestingCatalog() {}

    public static PluginCatalog create(RejectedPlugin... rejected) {
        LoadedPlugin plugin = new LoadedPlugin(
                new PluginIdentity("testing", "1.0", "/plugins/testing", "00"),
                ApiVersion.CURRENT,
                List.of(new TestingEngineFactory()),
                List.of(new TestingMetricFactory("latency"), new TestingMetricFactory("energy")),
                List.of(new TestingReporterFactory("csv"), new TestingReporterFactory("json")),
                List.of(),
                List.of());
        return new PluginCatalog(List.of(plugin), List.of(rejected));
    }

    public static RejectedPlugin rejected() {
        return new RejectedPlugin(Path.of("/plugins/broken.jar"), null, RejectionReason.UNREADABLE_JAR, "is empty");
    }

    private static final class TestingEngineFactory implements EngineFactory {

        @Override
        public String name() {
            return "turbomind";
        }

        @Override
        public String description() {
            return "An engine.";
        }

        @Override
        public List<OptionSpec> options() {
            return List.of(
                    OptionSpec.option("cache_block_seq_len", OptionType.INTEGER, "64", "Tokens in a block."),
                    new OptionSpec("api-key", OptionType.STRING, null, "A secret.", List.of(), true));
        }

        @Override
        public List<DeviceOffer> devices(Options options) {
            return List.of(new DeviceOffer("cpu", "a processor", Availability.available()));
        }

        @Override
        public Engine create(EngineContext context) {
            throw new UnsupportedOperationException("cannot be run");
        }
    }

    private record TestingMetricFactory(String name) implements MetricFactory {

        @Override
        public String description() {
            return "A metric.";
        }

        @Override
        public Metric create(Options options) {
            return record -> List.of();
        }
    }

    private record TestingReporterFactory(String name) implements ReporterFactory {

        @Override
        public String description() {
            return "A reporter.";
        }

        @Override
        public String defaultFileName() {
            return "result." + name;
        }

        @Override
        public Reporter create(Options options, ReportTarget target) {
            throw new UnsupportedOperationException("cannot be run");
        }
    }
}
