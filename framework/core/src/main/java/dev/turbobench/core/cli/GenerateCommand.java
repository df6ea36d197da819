package dev.turbobench.core.cli;

import static dev.turbobench.core.config.Setting.CACHE_DIR;
import static dev.turbobench.core.config.Setting.CONFIG;
import static dev.turbobench.core.config.Setting.DEVICE;
import static dev.turbobench.core.config.Setting.ENGINE;
import static dev.turbobench.core.config.Setting.LOAD_TIMEOUT;
import static dev.turbobench.core.config.Setting.LOG_LEVEL;
import static dev.turbobench.core.config.Setting.MODEL;
import static dev.turbobench.core.config.Setting.PLUGIN_DIR;
import static dev.turbobench.core.config.Setting.PLUGIN_TIMEOUT;
import static dev.turbobench.core.config.Setting.SEED;
import static dev.turbobench.core.config.Setting.STRICT_PLUGINS;
import static dev.turbobench.core.config.Setting.TEMPERATURE;
import static dev.turbobench.core.config.Setting.TOP_K;
import static dev.turbobench.core.config.Setting.TOP_P;
import static dev.turbobench.core.config.Setting.TP;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.ComponentOptions;
import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.core.config.Problems;
import dev.turbobench.core.config.SelectionReader;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.config.TypedSettings;
import dev.turbobench.core.generate.GenerateConfig;
import dev.turbobench.core.generate.GenerateResult;
import dev.turbobench.core.inject.MainInjector;
import dev.turbobench.spi.engine.SamplingParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs prompts once and prints the tokens, so that anyone can check an engine against another implementation. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "turbobench generate MODEL --prompt-ids IDS [--completion-tokens N] [options]",
        description = "Continue prompts of token ids; prints token ids with their log-probabilities.")
final class GenerateCommand implements Callable<Integer> {

    private static final List<Setting> SETTINGS = List.of(
            ENGINE,
            DEVICE,
            TP,
            TOP_K,
            TOP_P,
            TEMPERATURE,
            SEED,
            CACHE_DIR,
            PLUGIN_DIR,
            PLUGIN_TIMEOUT,
            LOAD_TIMEOUT,
            STRICT_PLUGINS,
            CONFIG,
            LOG_LEVEL);

    private static final int DEFAULT_TOKENS = 16;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model folder, or synthetic:NAME for random weights.")
    private String model = "";

    @ArgGroup(multiplicity = "1")
    private Prompts prompts = new Prompts();

    @Option(
            names = {"-ct", "--completion-tokens"},
            paramLabel = "N",
            description = "How many tokens to generate. Default: 16, or none with --score.")
    private @Nullable Integer completionTokens;

    @Option(names = "--ignore-eos", description = "Go on after an end-of-sequence token.")
    private boolean ignoreEos;

    @Option(names = "--score", description = "Also print the log-probability of every prompt token but the first.")
    private boolean score;

    @Option(names = "--json", description = "Print one JSON object a line for each prompt.")
    private boolean json;

    private final CommandEnvironment environment;

    /** Where the prompts come from. */
    static final class Prompts {

        @Option(names = "--prompt-ids", paramLabel = "IDS", description = "A prompt, for example 1,2,3.")
        private @Nullable String ids;

        @Option(
                names = "--prompt-ids-file",
                paramLabel = "FILE",
                description = "Prompts, one a line or as a JSON array of arrays; they run in one batch.")
        private @Nullable Path file;

        private List<List<Integer>> read() {
            return file != null ? PromptIds.read(file) : List.of(PromptIds.parse(String.valueOf(ids), "prompt-ids"));
        }
    }

    private GenerateCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine command = new CommandLine(new GenerateCommand(environment));
        SettingOptions.add(command.getCommandSpec(), SETTINGS);
        return command;
    }

    @Override
    public Integer call() {
        Terminal terminal = environment.terminal();
        Startup startup = Startup.of(environment, commandLine());
        startup.requireUsablePlugins(terminal);
        GenerateConfig config = config(startup);
        GenerateResult result = MainInjector.generateRunner(startup.catalog()).generate(config);
        result.notices().forEach(terminal.err()::println);
        new GenerationPrinter(terminal.out(), json, score).print(model, result.generations());
        startup.warnOfThreads(terminal);
        return 0;
    }

    private GenerateConfig config(Startup startup) {
        Problems problems = new Problems();
        TypedSettings settings = new TypedSettings(startup.settings(), problems);
        ComponentOptions components = new ComponentOptions(startup.settings(), startup.catalog(), problems);
        SelectionReader reader = new SelectionReader(settings, components, problems, environment.cacheDirectory());
        EngineSelection engine = reader.engine();
        SamplingParameters sampling = reader.sampling();
        long seed = settings.longNumber(SEED);
        List<List<Integer>> read = problems.attempt(prompts::read, List.of(List.of(0)));
        GenerateConfig harmless = new GenerateConfig(engine, List.of(List.of(0)), 1, sampling, true, seed, false);
        GenerateConfig config = problems.attempt(
                () -> new GenerateConfig(engine, read, completionTokens(), sampling, ignoreEos, seed, score), harmless);
        problems.throwIfAny();
        return config;
    }

    private int completionTokens() {
        if (completionTokens != null) {
            return completionTokens;
        }
        return score ? 0 : DEFAULT_TOKENS;
    }

    private CommandLineSettings commandLine() {
        return SettingOptions.read(spec.commandLine().getParseResult()).with(MODEL, model);
    }
}
