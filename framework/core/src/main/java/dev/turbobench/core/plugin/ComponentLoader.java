package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.RejectionReason.COMPONENT_INVALID;
import static dev.turbobench.core.plugin.RejectionReason.LOAD_FAILED;
import static java.util.Objects.requireNonNull;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;

/** Runs the code of a plugin for the first time: creates it and asks for its components. */
final class ComponentLoader {

    private final ClassLoader host;
    private final PluginTimeouts timeouts;

    ComponentLoader(ClassLoader host, PluginTimeouts timeouts) {
        this.host = host;
        this.timeouts = timeouts;
    }

    LoadedPlugin load(PluginArchive archive) throws PluginRejectedException {
        PluginClassLoader loader = new PluginClassLoader(archive.identity().id(), archive.urls(), host);
        PluginCalls calls = new PluginCalls(archive.identity(), loader, timeouts);
        try {
            return calls.call("loading", () -> load(archive, loader, calls));
        } catch (BenchmarkException e) {
            // The message repeats the plugin's name and place, which stand beside the reason already.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PluginRejectedException(LOAD_FAILED, Throwables.line(cause), e);
        }
    }

    private static LoadedPlugin load(PluginArchive archive, ClassLoader loader, PluginCalls calls)
            throws PluginRejectedException {
        List<EngineFactory> engines = new ArrayList<>();
        List<MetricFactory> metrics = new ArrayList<>();
        List<ReporterFactory> reporters = new ArrayList<>();
        List<SamplerFactory> samplers = new ArrayList<>();
        List<PluginCommand> commands = new ArrayList<>();
        Iterator<ServiceLoader.Provider<BenchmarkPlugin>> providers =
                ServiceLoader.load(BenchmarkPlugin.class, loader).stream().iterator();
        boolean empty = true;
        while (providers.hasNext()) {
            BenchmarkPlugin plugin = providers.next().get();
            empty = false;
            for (EngineFactory factory : requireNonNull(plugin.engines(), "engines() returned null")) {
                engines.add(engine(calls, factory));
            }
            for (MetricFactory factory : requireNonNull(plugin.metrics(), "metrics() returned null")) {
                metrics.add(metric(calls, factory));
            }
            for (ReporterFactory factory : requireNonNull(plugin.reporters(), "reporters() returned null")) {
                reporters.add(reporter(calls, factory));
            }
            for (SamplerFactory factory : requireNonNull(plugin.samplers(), "samplers() returned null")) {
                samplers.add(sampler(calls, factory));
            }
            for (PluginCommand command : requireNonNull(plugin.commands(), "commands() returned null")) {
                commands.add(command(calls, command));
            }
        }
        if (empty) {
            throw new PluginRejectedException(
                    LOAD_FAILED, "META-INF/services/%s names no class".formatted(BenchmarkPlugin.class.getName()));
        }
        return new LoadedPlugin(archive.identity(), archive.api(), engines, metrics, reporters, samplers, commands);
    }

    private static EngineFactory engine(PluginCalls calls, EngineFactory factory) throws PluginRejectedException {
        Declaration declaration = new Declaration(factory.name(), factory.description(), factory.options());
        declaration.check("engine");
        return new GuardedEngineFactory(calls, factory, declaration);
    }

    private static MetricFactory metric(PluginCalls calls, MetricFactory factory) throws PluginRejectedException {
        Declaration declaration = new Declaration(factory.name(), factory.description(), factory.options());
        declaration.check("metric");
        return new GuardedMetricFactory(calls, factory, declaration);
    }

    private static ReporterFactory reporter(PluginCalls calls, ReporterFactory factory) throws PluginRejectedException {
        Declaration declaration = new Declaration(factory.name(), factory.description(), factory.options());
        declaration.check("reporter");
        String fileName = factory.defaultFileName();
        if (!isRelativeFileName(fileName)) {
            throw new PluginRejectedException(
                    COMPONENT_INVALID,
                    "reporter %s: expected a relative default file name, found \"%s\""
                            .formatted(declaration.name(), fileName));
        }
        return new GuardedReporterFactory(calls, factory, declaration, fileName);
    }

    private static SamplerFactory sampler(PluginCalls calls, SamplerFactory factory) throws PluginRejectedException {
        Declaration declaration = new Declaration(factory.name(), factory.description(), factory.options());
        declaration.check("sampler");
        return new GuardedSamplerFactory(calls, factory, declaration);
    }

    private static PluginCommand command(PluginCalls calls, PluginCommand command) throws PluginRejectedException {
        List<OptionSpec> parameters = List.copyOf(requireNonNull(command.parameters(), "parameters() returned null"));
        List<OptionSpec> options = List.copyOf(requireNonNull(command.options(), "options() returned null"));
        List<OptionSpec> all = new ArrayList<>(parameters);
        all.addAll(options);
        Declaration declaration = new Declaration(command.name(), command.description(), all);
        declaration.check("command");
        return new GuardedCommand(calls, command, declaration, parameters, options);
    }

    private static boolean isRelativeFileName(String name) {
        try {
            return !name.isBlank() && !Path.of(name).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
