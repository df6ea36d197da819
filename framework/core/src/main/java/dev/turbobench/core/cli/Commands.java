package dev.turbobench.core.cli;

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

    @Spec
    private CommandSpec spec;

    private final CommandEnvironment environment;

    private Commands(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        CommandLine root = new CommandLine(new Commands(environment));
        root.addSubcommand(ProfileCommand.create(environment));
        root.addSubcommand(GenerateCommand.create(environment));
        root.addSubcommand(EnginesCommand.create(environment));
        root.addSubcommand(ListCommand.metrics(environment));
        root.addSubcommand(ListCommand.reporters(environment));
        root.addSubcommand(PluginsCommand.create(environment));
        root.addSubcommand(new CompletionCommand(environment.terminal()));
        root.addSubcommand(new HelpCommand());
        configure(root, environment.terminal());
        return root;
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
