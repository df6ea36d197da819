package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_INVALID;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.Problems;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.config.Settings;
import dev.turbobench.core.config.SettingsReader;
import dev.turbobench.core.config.TypedSettings;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.core.plugin.PluginLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every command begins with.
 *
 * @param settings the merged settings
 * @param catalog the plugins
 */
record Startup(Settings settings, PluginCatalog catalog) {

    /** Read the settings, set the log level and load the plugins. */
    static Startup of(CommandEnvironment environment, CommandLineSettings commandLine) {
        Settings settings = SettingsReader.read(commandLine, environment.variables());
        Problems problems = new Problems();
        TypedSettings typed = new TypedSettings(settings, problems);
        LogLevel.apply(typed.text(Setting.LOG_LEVEL));
        List<Path> directories = new ArrayList<>();
        environment
                .home()
                .map(home -> home.resolve("plugins"))
                .filter(Files::isDirectory)
                .ifPresent(directories::add);
        typed.words(Setting.PLUGIN_DIR).forEach(word -> directories.add(typed.path(Setting.PLUGIN_DIR, word)));
        problems.throwIfAny();
        return new Startup(settings, new PluginLoader(Startup.class.getClassLoader()).load(directories));
    }

    /** Stop here if the plugins contradict each other, or one was rejected and that is not allowed; otherwise warn. */
    void requireUsablePlugins(Terminal terminal) {
        Problems problems = new Problems();
        boolean strict = new TypedSettings(settings, problems).flag(Setting.STRICT_PLUGINS);
        catalog.conflicts().forEach(conflict -> problems.add(PLUGIN_INVALID, conflict));
        catalog.rejected().forEach(plugin -> {
            String message =
                    "plugin %s was not loaded: %s: %s".formatted(plugin.location(), plugin.reason(), plugin.message());
            if (strict) {
                problems.add(PLUGIN_INVALID, message);
            } else {
                terminal.warning(message);
            }
        });
        problems.throwIfAny();
    }
}
