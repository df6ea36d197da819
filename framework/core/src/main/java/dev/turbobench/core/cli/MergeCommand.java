package dev.turbobench.core.cli;

import dev.turbobench.core.store.MergedRuns;
import dev.turbobench.core.store.RunLabels;
import dev.turbobench.core.store.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins stored runs. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = "Join stored runs, for example of several machines, so that report shows them together.",
        footer = {
            "",
            "The runs stay apart: each keeps its machine, its devices and its configuration. In a folder they keep their"
                    + " events too."
        })
final class MergeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folder or file with results.")
    private @Nullable List<Path> sources;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR|FILE",
            description = "Where to write: a name that ends in .json, or else a folder; must not exist.")
    private @Nullable Path out;

    private final CommandEnvironment environment;

    private MergeCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    static CommandLine create(CommandEnvironment environment) {
        return new CommandLine(new MergeCommand(environment));
    }

    @Override
    public Integer call() {
        List<StoredRun> runs = StoredRun.readAll(sources == null ? List.of() : sources);
        Path target = out == null ? Path.of("") : out;
        MergedRuns.write(runs, target);
        RunLabels.of(runs)
                .forEach(run -> environment
                        .terminal()
                        .out()
                        .printf(
                                "%s: %d cases%n",
                                run.label(), run.results().results().size()));
        environment
                .terminal()
                .out()
                .printf("%s: %d runs%n", target.toAbsolutePath().normalize(), runs.size());
        return 0;
    }
}
