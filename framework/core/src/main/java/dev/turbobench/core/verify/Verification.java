package dev.turbobench.core.verify;

import dev.turbobench.core.plugin.LoadedPlugin;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.tck.Check;
import dev.turbobench.tck.EngineChecks;
import dev.turbobench.tck.EngineSubject;
import dev.turbobench.tck.MetricChecks;
import dev.turbobench.tck.ReporterChecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The checks that apply to a plugin. */
public final class Verification {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Verification() {}

    /**
     * Get the checks for every component of a plugin that the kit knows.
     *
     * @param model a small model for its engines
     * @param device the device for its engines; empty for the first that is available
     * @param options the options of a component, by its kind and name
     * @param scratch a folder for files
     * @return the checks by component, for example {@code engine acme}
     */
    public static Map<String, List<Check>> checks(
            LoadedPlugin plugin,
            String model,
            String device,
            BiFunction<String, String, Map<String, String>> options,
            Path scratch) {
        Map<String, List<Check>> checks = new LinkedHashMap<>();
        for (EngineFactory factory : plugin.engines()) {
            checks.put(
                    "engine " + factory.name(),
                    EngineChecks.of(new EngineSubject(
                            factory, model, device, options.apply("engine", factory.name()), scratch, PATIENCE)));
        }
        for (MetricFactory factory : plugin.metrics()) {
            Options defaults = Options.of("metric." + factory.name(), factory.options(), Map.of());
            checks.put("metric " + factory.name(), MetricChecks.of(factory, defaults));
        }
        for (ReporterFactory factory : plugin.reporters()) {
            Options defaults = Options.of("reporter." + factory.name(), factory.options(), Map.of());
            checks.put("reporter " + factory.name(), ReporterChecks.of(factory, defaults, scratch));
        }
        return checks;
    }
}
