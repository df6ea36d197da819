package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.core.compare.Comparison;
import dev.turbobench.core.compare.ComparisonJunit;
import dev.turbobench.core.compare.RunComparator;
import dev.turbobench.core.store.StoredRun;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two stored runs. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = "Compare two stored runs: the ratio of each number with its interval, tested over the rounds.",
        footer = {
            "",
            "With 8 or more rounds in both runs the test is Mann-Whitney's U and the ratio Hodges-Lehmann's, with fewer"
                    + " Welch's t of logarithms. All tests together are corrected by Benjamini-Hochberg.",
            "Exit code: 0, or 5 if --fail-on found what it looked for; otherwise as of profile."
        })
final class CompareCommand implements Callable<Integer> {

    /** The candidate is worse than {@code --fail-on} allows. */
    static final int EXIT_REGRESSION = 5;

    private static final Pattern CONDITION = Pattern.compile("regression=(.+)");
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)%?");
    private static final Path DEFAULT_JUNIT = Path.of("turbobench-compare.xml");

    @Parameters(index = "0", paramLabel = "A", description = "The baseline: results in JSON, or the folder of a run.")
    private Path baseline = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The candidate.")
    private Path candidate = Path.of("");

    @Option(
            names = "--metrics",
            paramLabel = "ID",
            split = ",",
            description = "Metrics to compare, or all. Default: throughput_out,ttft_mean,tpot_mean,itl_token_p99")
    private List<String> metrics = new ArrayList<>(RunComparator.USUAL_METRICS);

    @Option(
            names = "--smallest",
            paramLabel = "PERCENT",
            description = "Smaller differences are never called changes. Default: 1%%")
    private String smallest = "1%";

    @Option(
            names = "--fail-on",
            paramLabel = "regression=PERCENT",
            description = "End with exit code 5 if a number is shown to be worse by at least this much, or a case is no"
                    + " longer valid; also writes JUnit XML.")
    private @Nullable String failOn;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Where to write JUnit XML. Default with --fail-on: turbobench-compare.xml")
    private @Nullable Path junit;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the tables to a file.")
    private @Nullable Path markdown;

    private final Terminal terminal;

    private CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine create(CommandEnvironment environment) {
        return new CommandLine(new CompareCommand(environment.terminal()));
    }

    @Override
    public Integer call() {
        double leastChange = share("--smallest", smallest);
        double limit = failOn == null ? leastChange : limit(failOn);
        StoredRun before = StoredRun.readOne(baseline);
        StoredRun after = StoredRun.readOne(candidate);
        Predicate<String> chosen = metrics.contains("all") ? id -> true : metrics::contains;
        Comparison comparison = new RunComparator(chosen, leastChange).compare(before.results(), after.results());
        StringWriter text = new StringWriter();
        new ComparisonPrinter(new PrintWriter(text))
                .print(baseline.toString(), candidate.toString(), comparison, leastChange);
        terminal.out().print(text);
        terminal.out().flush();
        if (markdown != null) {
            write(markdown, text.toString());
        }
        if (junit != null || failOn != null) {
            String name = "turbobench compare %s %s".formatted(baseline, candidate);
            write(junit == null ? DEFAULT_JUNIT : junit, ComparisonJunit.of(name, comparison, limit));
        }
        boolean worse =
                !comparison.regressions(limit).isEmpty() || !comparison.broken().isEmpty();
        return failOn != null && worse ? EXIT_REGRESSION : 0;
    }

    private static double limit(String condition) {
        Matcher matcher = CONDITION.matcher(condition);
        if (!matcher.matches()) {
            throw new BenchmarkException(
                    INVALID_OPTION, "--fail-on: expected regression=PERCENT, found \"%s\"".formatted(condition));
        }
        return share("--fail-on", matcher.group(1));
    }

    static double share(String option, String text) {
        Matcher matcher = SHARE.matcher(text);
        if (!matcher.matches()) {
            throw new BenchmarkException(
                    INVALID_OPTION, "%s: expected a percentage such as 3%%, found \"%s\"".formatted(option, text));
        }
        return Double.parseDouble(matcher.group(1)) / 100;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchmarkException(OUTPUT_NOT_WRITABLE, "%s cannot be written: %s".formatted(file, e), e);
        }
    }
}
