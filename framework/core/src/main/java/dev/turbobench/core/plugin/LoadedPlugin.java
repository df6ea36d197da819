package dev.turbobench.core.plugin;

import dev.turbobench.spi.ApiVersion;
import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;

/**
 * A plugin whose components can be used.
 *
 * @param identity who it is
 * @param api the version of the API it was compiled against
 * @param engines its engines
 * @param metrics its metrics
 * @param reporters its reporters
 * @param samplers its samplers
 * @param commands its commands
 */
public record LoadedPlugin(
        PluginIdentity identity,
        ApiVersion api,
        List<EngineFactory> engines,
        List<MetricFactory> metrics,
        List<ReporterFactory> reporters,
        List<SamplerFactory> samplers,
        List<PluginCommand> commands) {

    public LoadedPlugin {
        engines = List.copyOf(engines);
        metrics = List.copyOf(metrics);
        reporters = List.copyOf(reporters);
        samplers = List.copyOf(samplers);
        commands = List.copyOf(commands);
    }
}
