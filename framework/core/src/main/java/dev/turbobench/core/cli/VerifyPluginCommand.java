package dev.turbobench.core.cli;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.environment.ProductVersion;
import dev.turbobench.core.plugin.LoadedPlugin;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.core.plugin.RejectedPlugin;
import dev.turbobench.core.verify.Verification;
import dev.turbobench.core.verify.VerificationStore;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.tck.Check;
import dev.turbobench.tck.CheckResult;
import dev.turbobench.tck.CheckResult.Outcome;
import dev.turbobench.tck.Conformance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the conformance kit against a plugin that was built. */
@Command(
        name = "verify-plugin",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = "Check whether a plugin keeps the contract of the API; reports of later runs show the result.",
        footer = {"", "Exit code: 0 all checks passed or do not apply, 1 some failed, 2 usage, 3 cannot be loaded."})
final class VerifyPluginCommand implements Callable<Integer> {

    private static final List<Setting> SETTINGS =
            List.of(Setting.DEVICE, Setting.PLUGIN_TIMEOUT, Setting.LOAD_TIMEOUT, Setting.CACHE_DIR, Setting.LOG_LEVEL);

    private static final int EXIT_FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PLUGIN", description = "A jar, or the folder of a plugin.")
    private Path location = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "synthetic:tiny",
            description = "A small model for its engines. Default: ${DEFAULT-VALUE}")
    private String model = "";

    private final CommandEnvironment environment;

    private VerifyPluginCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new VerifyPluginCommand(environment));
        SettingOptions.add(command.getCommandSpec(), SETTINGS);
        return command;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.notExists(location)) {
            throw new BenchmarkException(
                    StandardErrorCode.INVALID_OPTION, "expected a jar or the folder of a plugin, found no " + location);
        }
        CommandLineSettings given = SettingOptions.read(spec.commandLine().getParseResult());
        Startup startup = Startup.of(environment, given, location);
        PrintWriter out = environment.terminal().out();
        PluginCatalog catalog = startup.catalog();
        if (!catalog.rejected().isEmpty()) {
            RejectedPlugin rejected = catalog.rejected().get(0);
            out.printf("%s was rejected: %s: %s%n", rejected.location(), rejected.reason(), rejected.message());
            return ErrorType.PLUGIN.exitCode();
        }
        LoadedPlugin plugin = catalog.loaded().get(0);
        out.printf(
                "%s %s (API %s) from %s%n",
                plugin.identity().id(),
                plugin.identity().version(),
                plugin.api(),
                plugin.identity().location());
        Path scratch = Files.createTempDirectory("turbobench-verify");
        try {
            String device = startup.text(Setting.DEVICE).equals("auto") ? "" : startup.text(Setting.DEVICE);
            Map<String, List<Check>> checks =
                    Verification.checks(plugin, model, device, (kind, name) -> options(given, kind, name), scratch);
            List<CheckResult> results = run(checks);
            String finding = finding(results);
            out.printf("%n%s%n", finding);
            new VerificationStore(startup.cacheDirectory(environment))
                    .put(plugin.identity().sha256(), finding);
            startup.warnOfThreads(environment.terminal());
            return results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED) ? EXIT_FAILED : 0;
        } finally {
            delete(scratch);
        }
    }

    private List<CheckResult> run(Map<String, List<Check>> checks) {
        PrintWriter out = environment.terminal().out();
        List<CheckResult> results = new ArrayList<>();
        checks.forEach((component, ofComponent) -> {
            out.printf("%n%s%n", component);
            for (Check check : ofComponent) {
                CheckResult result = Conformance.run(check, Conformance.PATIENCE);
                results.add(result);
                String mark = switch (result.outcome()) {
                    case PASSED -> "passed ";
                    case FAILED -> "FAILED ";
                    case SKIPPED -> "skipped";
                };
                out.printf("  %s  %s: %s%n", mark, check.id(), check.description());
                if (!result.message().isEmpty()) {
                    out.printf("           %s%n", result.message());
                }
                out.flush();
            }
        });
        return results;
    }

    /** What reports say of the plugin from now on. */
    private static String finding(List<CheckResult> results) {
        String kit = "the conformance kit of TurboBench " + ProductVersion.text();
        if (results.isEmpty()) {
            return "nothing in it that %s checks".formatted(kit);
        }
        Map<Outcome, Long> counts =
                results.stream().collect(Collectors.groupingBy(CheckResult::outcome, Collectors.counting()));
        long failed = counts.getOrDefault(Outcome.FAILED, 0L);
        long skipped = counts.getOrDefault(Outcome.SKIPPED, 0L);
        String numbers = "%d of %d checks of %s%s"
                .formatted(
                        failed > 0 ? failed : counts.getOrDefault(Outcome.PASSED, 0L),
                        results.size(),
                        kit,
                        skipped > 0 ? ", %d did not apply".formatted(skipped) : "");
        if (failed == 0) {
            return "passed " + numbers;
        }
        return "failed %s: %s"
                .formatted(
                        numbers,
                        results.stream()
                                .filter(result -> result.outcome() == Outcome.FAILED)
                                .map(result -> result.check().id())
                                .distinct()
                                .collect(Collectors.joining(", ")));
    }

    /** What was given with {@code --set} for a component. */
    private static Map<String, String> options(CommandLineSettings given, String kind, String name) {
        String prefix = "%s.%s.".formatted(kind, name);
        Map<String, String> options = new LinkedHashMap<>();
        for (String assignment : given.assignments()) {
            int equals = assignment.indexOf('=');
            if (assignment.startsWith(prefix) && equals > 0) {
                options.put(assignment.substring(prefix.length(), equals), assignment.substring(equals + 1));
            }
        }
        return options;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
