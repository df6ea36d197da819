package dev.turbobench.spi;

import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.util.List;

/**
 * Entry point of a plugin: the only type that is looked up with {@link java.util.ServiceLoader}.
 *
 * <p>Implementations must be public and have a public constructor without parameters that does no work: the framework
 * creates every plugin it finds, also when none of its components is used in the run. Each method is called once, right
 * after construction, with the plugin's class loader as the thread context class loader.
 */
public interface BenchmarkPlugin {

    /**
     * Get the engines that this plugin provides.
     *
     * @return the factories; never {@code null}, empty by default
     */
    default List<EngineFactory> engines() {
        return List.of();
    }

    /**
     * Get the metrics that this plugin provides.
     *
     * @return the factories; never {@code null}, empty by default
     */
    default List<MetricFactory> metrics() {
        return List.of();
    }

    /**
     * Get the reporters that this plugin provides.
     *
     * @return the factories; never {@code null}, empty by default
     */
    default List<ReporterFactory> reporters() {
        return List.of();
    }

    /**
     * Get the samplers that this plugin provides.
     *
     * @return the factories; never {@code null}, empty by default
     */
    default List<SamplerFactory> samplers() {
        return List.of();
    }

    /**
     * Get the commands that this plugin adds to the command line.
     *
     * @return the commands; never {@code null}, empty by default
     */
    default List<PluginCommand> commands() {
        return List.of();
    }
}
