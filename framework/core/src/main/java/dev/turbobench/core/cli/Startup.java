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
import dev.turbobench.core.plugin.PluginThreads;
import dev.turbobench.core.plugin.PluginTimeouts;
import dev.turbobench.core.verify.VerificationStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every command begins with.
 *
 * @param settings the merged settings
 * @param catalog the plugins
 * @param threads the threads that they start
 */
record Startup(Settings settings, PluginCatalog catalog, PluginThreads threads) {

    /** What reports say of a plugin against which the conformance kit was never run. */
    private static final String NOT_CHECKED = "not checked";

    /** How long the threads of plugins may need to end after they were told to. */
    private static final Duration THREAD_PATIENCE = Duration.ofSeconds(3);

    /** Read the settings, set the log level and load the plugins. */
    static Startup of(CommandEnvironment environment, CommandLineSettings commandLine) {
        Settings settings = SettingsReader.read(commandLine, environment.variables());
        Problems problems = new Problems();
        TypedSettings typed = new TypedSettings(settings, problems);
        LogLevel.apply(typed.text(Setting.LOG_LEVEL));
        List<Path> directories = new ArrayList<>();
        Optional<Path> bundled =
                environment.home().map(home -> home.resolve("plugins")).filter(Files::isDirectory);
        bundled.ifPresent(directories::add);
        typed.words(Setting.PLUGIN_DIR).forEach(word -> directories.add(typed.path(Setting.PLUGIN_DIR, word)));
        PluginThreads threads = PluginThreads.watch();
        PluginLoader loader = loader(environment, typed);
        problems.throwIfAny();
        return new Startup(settings, loader.load(bundled.orElse(null), directories), threads);
    }

    /** Read the settings, set the log level and load one plugin only. */
    static Startup of(CommandEnvironment environment, CommandLineSettings commandLine, Path plugin) {
        Settings settings = SettingsReader.read(commandLine, environment.variables());
        Problems problems = new Problems();
        TypedSettings typed = new TypedSettings(settings, problems);
        LogLevel.apply(typed.text(Setting.LOG_LEVEL));
        PluginThreads threads = PluginThreads.watch();
        PluginLoader loader = loader(environment, typed);
        problems.throwIfAny();
        return new Startup(settings, loader.loadOnly(plugin), threads);
    }

    private static PluginLoader loader(CommandEnvironment environment, TypedSettings typed) {
        PluginTimeouts timeouts =
                new PluginTimeouts(seconds(typed, Setting.PLUGIN_TIMEOUT), seconds(typed, Setting.LOAD_TIMEOUT));
        VerificationStore store = new VerificationStore(cacheDirectory(environment, typed));
        return new PluginLoader(
                Startup.class.getClassLoader(),
                timeouts,
                sha256 -> store.find(sha256).orElse(NOT_CHECKED));
    }

    private static Path cacheDirectory(CommandEnvironment environment, TypedSettings typed) {
        String directory = typed.text(Setting.CACHE_DIR);
        return directory.isEmpty() ? environment.cacheDirectory() : typed.path(Setting.CACHE_DIR, directory);
    }

    /** Get the folder for what is kept between runs. */
    Path cacheDirectory(CommandEnvironment environment) {
        return cacheDirectory(environment, new TypedSettings(settings, new Problems()));
    }

    /** Get what was given for a setting, or its default. */
    String text(Setting setting) {
        return new TypedSettings(settings, new Problems()).text(setting);
    }

    private static Duration seconds(TypedSettings settings, Setting setting) {
        return Duration.ofSeconds(settings.positiveNumber(setting));
    }

    /** Tell of threads that plugins did not stop. Called when nothing of the plugins is in use any more. */
    void warnOfThreads(Terminal terminal) {
        threads.left(THREAD_PATIENCE).forEach(terminal::warning);
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
