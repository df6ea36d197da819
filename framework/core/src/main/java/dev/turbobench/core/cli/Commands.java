package dev.turbobench.core.cli;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root command; on its own it shows help. */
@Command(
        name = "turbobench",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "The benchmark for static LLM inference performance.",
        footer = {"", "Try:  turbobench profile", "      turbobench profile MODEL -c 1 16 -pt 128 -ct 128"})
final class Commands implements Runnable {

    /** Built-in commands whose output contains the other commands. */
    private static final Set<String> SHOWING_OTHERS = Set.of("help", "completion");

    @Spec
    private CommandSpec spec;

    private final CommandEnvironment environment;

    private Commands(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine root = new CommandLine(new Commands(environment));
        root.addSubcommand(ProfileCommand.create(environment));
        root.addSubcommand(PlanCommand.create(environment));
        root.addSubcommand(CompareCommand.create(environment));
        root.addSubcommand(ReportCommand.create(environment));
        root.addSubcommand(RecomputeCommand.create(environment));
        root.addSubcommand(MergeCommand.create(environment));
        root.addSubcommand(GenerateCommand.create(environment));
        root.addSubcommand(EnginesCommand.create(environment));
        root.addSubcommand(ListCommand.metrics(environment));
        root.addSubcommand(ListCommand.reporters(environment));
        root.addSubcommand(ListCommand.samplers(environment));
        root.addSubcommand(PluginsCommand.create(environment));
        root.addSubcommand(VerifyPluginCommand.create(environment));
        root.addSubcommand(NewPluginCommand.create(environment));
        root.addSubcommand(new CompletionCommand(environment.terminal()));
        root.addSubcommand(new HelpCommand());
        configure(root, environment.terminal());
        return root;
    }

    /**
     * Add the commands of plugins. For the built-in commands that need no others the plugins are not loaded for it.
     */
    static void addFromPlugins(CommandLine root, CommandEnvironment environment, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        boolean builtIn = root.getSubcommands().containsKey(first) && !SHOWING_OTHERS.contains(first);
        if (builtIn || first.equals("-V") || first.equals("--version")) {
            return;
        }
        Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
        for (Setting setting : AddedCommand.SETTINGS) {
            List<String> texts = texts(setting.longName(), arguments);
            if (!texts.isEmpty()) {
                values.put(setting, texts);
            }
        }
        Startup startup = Startup.of(environment, new CommandLineSettings(values, List.of()));
        startup.catalog().commands().forEach((name, command) -> {
            if (root.getSubcommands().containsKey(name)) {
                environment
                        .terminal()
                        .warning("a plugin adds the command \"%s\", which TurboBench has itself; it is ignored"
                                .formatted(name));
                return;
            }
            root.addSubcommand(AddedCommand.create(command, environment));
        });
        configure(root, environment.terminal());
    }

    /** The commands of plugins must be known before arguments can be parsed, so what loading them needs is looked for. */
    private static List<String> texts(String option, String... arguments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.startsWith(option + "=")) {
                texts.add(argument.substring(option.length() + 1));
            } else if (argument.equals(option) && i + 1 < arguments.length) {
                texts.add(arguments[i + 1]);
            }
        }
        return texts;
    }

    /** Applies to all subcommands too, so it must come after they were added. */
    private static void configure(CommandLine root, Terminal terminal) {
        root.setPosixClusteredShortOptionsAllowed(false);
        root.setAbbreviatedOptionsAllowed(false);
        root.setTrimQuotes(false);
        root.setExpandAtFiles(false);
        root.setUsageHelpWidth(Math.min(Math.max(terminal.width(), 80), 120));
        root.setUsageHelpLongOptionsMaxWidth(36);
        boolean colors = terminal.colors() && terminal.outInteractive();
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(colors ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    }

    @Override
    public void run() {
        spec.commandLine().usage(environment.terminal().out());
    }
}
