package dev.turbobench.core.cli;

import dev.turbobench.core.config.Setting;
import dev.turbobench.core.plugin.LoadedPlugin;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.core.plugin.RejectedPlugin;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.sample.SamplerFactory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists every plugin that was found. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "List the loaded plugins, the rejected ones with the reason, and names that several claim.")
final class PluginsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final CommandEnvironment environment;

    private PluginsCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new PluginsCommand(environment));
        SettingOptions.add(command.getCommandSpec(), EnginesCommand.SETTINGS);
        return command;
    }

    @Override
    public Integer call() {
        Startup startup =
                Startup.of(environment, SettingOptions.read(spec.commandLine().getParseResult()));
        PluginCatalog catalog = startup.catalog();
        PrintWriter out = environment.terminal().out();
        out.printf("%d loaded%n", catalog.loaded().size());
        catalog.loaded().forEach(this::print);
        out.printf("%d rejected%n", catalog.rejected().size());
        catalog.rejected().forEach(this::print);
        catalog.conflicts().forEach(conflict -> out.printf("conflict: %s%n", conflict));
        boolean strict = startup.settings()
                .given(Setting.STRICT_PLUGINS)
                .map(value -> value.text().equals("true"))
                .orElse(false);
        boolean failed =
                !catalog.conflicts().isEmpty() || (strict && !catalog.rejected().isEmpty());
        return failed ? ErrorType.PLUGIN.exitCode() : 0;
    }

    private void print(LoadedPlugin plugin) {
        List<String> components = new ArrayList<>();
        plugin.engines().stream()
                .map(EngineFactory::name)
                .map("engine "::concat)
                .forEach(components::add);
        plugin.metrics().stream()
                .map(MetricFactory::name)
                .map("metric "::concat)
                .forEach(components::add);
        plugin.reporters().stream()
                .map(ReporterFactory::name)
                .map("reporter "::concat)
                .forEach(components::add);
        plugin.samplers().stream()
                .map(SamplerFactory::name)
                .map("sampler "::concat)
                .forEach(components::add);
        plugin.commands().stream()
                .map(PluginCommand::name)
                .map("command "::concat)
                .forEach(components::add);
        PrintWriter out = environment.terminal().out();
        out.printf(
                "  %s %s (API %s)%n", plugin.identity().id(), plugin.identity().version(), plugin.api());
        out.printf("    from      %s%n", plugin.identity().location());
        out.printf("    sha256    %s%n", plugin.identity().sha256());
        out.printf("    checked   %s%n", plugin.identity().conformance());
        out.printf("    provides  %s%n", components.isEmpty() ? "nothing" : String.join(", ", components));
    }

    private void print(RejectedPlugin plugin) {
        PrintWriter out = environment.terminal().out();
        out.printf("  %s%n", plugin.id() == null ? plugin.location().getFileName() : plugin.id());
        out.printf("    from      %s%n", plugin.location());
        out.printf("    reason    %s: %s%n", plugin.reason(), plugin.message());
    }
}
