package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.ENVIRONMENT_INVALID;

import dev.turbobench.core.environment.ProductVersion;
import dev.turbobench.core.scaffold.PluginProject;
import dev.turbobench.core.scaffold.ProjectKind;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project for a new plugin. */
@Command(
        name = "new-plugin",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = "Make a Maven project of a plugin that builds, passes the conformance kit and runs.")
final class NewPluginCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "KIND", description = "What it provides: engine, metric or reporter.")
    private @Nullable ProjectKind kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the plugin and its component: my-plugin.")
    private String name = "";

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to; empty or new. Default: ./NAME")
    private @Nullable Path folder;

    @Option(names = "--package", paramLabel = "NAME", description = "Package of the classes. Default: from the name.")
    private @Nullable String packageName;

    private final CommandEnvironment environment;

    private NewPluginCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine line = new CommandLine(new NewPluginCommand(environment));
        line.registerConverter(ProjectKind.class, text -> ProjectKind.valueOf(text.toUpperCase(Locale.ROOT)));
        return line;
    }

    @Override
    public Integer call() {
        Path sdk = environment
                .home()
                .map(home -> home.resolve("sdk"))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new BenchmarkException(
                        ENVIRONMENT_INVALID,
                        "new-plugin: expected the folder \"sdk\" of an installed TurboBench, found none"));
        String owner = packageName == null ? "plugin." + name.replace("-", "") : packageName;
        PluginProject project = new PluginProject(java.util.Objects.requireNonNull(kind), name, owner);
        Path target = folder == null ? Path.of(name) : folder;
        project.write(target, sdk, ProductVersion.text());
        PrintWriter out = environment.terminal().out();
        out.printf("made %s%n", target.toAbsolutePath().normalize());
        out.printf("next: cd %s && mvn package, then see README.md%n", target);
        return 0;
    }
}
