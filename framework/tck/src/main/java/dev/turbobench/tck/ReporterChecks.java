package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.equal;
import static dev.turbobench.tck.Demands.present;
import static dev.turbobench.tck.Demands.require;
import static dev.turbobench.tck.Demands.text;

import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the contract demands of a reporter. */
public final class ReporterChecks {

    private final ReporterFactory factory;
    private final Options options;
    private final Path scratch;

    private ReporterChecks(ReporterFactory factory, Options options, Path scratch) {
        this.factory = factory;
        this.options = options;
        this.scratch = scratch;
    }

    /**
     * Get the checks for a reporter.
     *
     * @param factory creates it; never {@code null}
     * @param options the options to create it with; never {@code null}
     * @param scratch a folder to write to; never {@code null}
     * @return the checks in the order in which to run them; never {@code null}
     */
    public static List<Check> of(ReporterFactory factory, Options options, Path scratch) {
        ReporterChecks checks = new ReporterChecks(factory, options, scratch);
        return List.of(
                new Check("declaration", "name, description and file name are well-formed", checks::declaration),
                new Check("create-writes-nothing", "create() leaves the target alone", checks::createWritesNothing),
                new Check("complete-run", "a run with results of every kind is written", checks::completeRun),
                new Check("durable-cases", "a case is on disk when caseCompleted() returns", checks::durableCases),
                new Check("cut-off", "a run that is cut off leaves what was completed", checks::cutOff),
                new Check("unknown-engine", "a run without an engine is written", checks::unknownEngine),
                new Check("no-cases", "a run without cases is written", checks::noCases),
                new Check("only-the-target", "no other files are left", checks::onlyTheTarget),
                new Check("two-at-once", "two reporters do not get in each other's way", checks::twoAtOnce),
                new Check("unwritable", "a target that cannot be written is an IOException", checks::unwritable),
                new Check(
                        "close-twice", "close() may be called again, and without anything before", checks::closeTwice),
                new Check(
                        "class-loader", "the context class loader of the caller does not matter", checks::classLoader));
    }

    private Path folder(String name) throws IOException {
        return Files.createTempDirectory(scratch, name);
    }

    private Path target(String name) throws IOException {
        return folder(name)
                .resolve(String.valueOf(Path.of(factory.defaultFileName()).getFileName()));
    }

    private Reporter reporter(Path target) {
        return present("create()", factory.create(options, new ReportTarget(target)));
    }

    private void writeAll(Path target, boolean knowsEngine, List<CaseResult> results) throws IOException {
        try (Reporter reporter = reporter(target)) {
            reporter.begin(SyntheticRun.header(knowsEngine));
            for (CaseResult result : results) {
                reporter.caseCompleted(result);
            }
            reporter.end(SyntheticRun.summary(results));
        }
    }

    private static byte[] content(Path target) throws IOException {
        return Files.exists(target) ? Files.readAllBytes(target) : new byte[0];
    }

    /** What is on disk: until the run ends that may be a draft beside the target. */
    private static Map<Path, Integer> written(Path target) throws IOException {
        Map<Path, Integer> files = new HashMap<>();
        try (Stream<Path> all = Files.list(target.getParent())) {
            for (Path file : all.toList()) {
                byte[] content = Files.readAllBytes(file);
                if (content.length > 0) {
                    files.put(file, Arrays.hashCode(content));
                }
            }
        }
        return files;
    }

    private void declaration() {
        Demands.name("name()", factory.name());
        text("description()", factory.description());
        text("defaultFileName()", factory.defaultFileName());
        require(
                !Path.of(factory.defaultFileName()).isAbsolute(),
                "defaultFileName() is not relative: %s",
                factory.defaultFileName());
        present("options()", factory.options()).forEach(option -> text(option.name(), option.description()));
        present("neededMetrics()", factory.neededMetrics(options));
    }

    private void createWritesNothing() throws IOException {
        Path fresh = target("fresh");
        reporter(fresh).close();
        require(Files.notExists(fresh), "create() or close() wrote the target though no run began");
        Path existing = Files.writeString(target("existing"), "of the last run");
        reporter(existing).close();
        equal("the existing target after create()", "of the last run", Files.readString(existing));
    }

    private void completeRun() throws IOException {
        Path target = target("complete");
        writeAll(target, true, SyntheticRun.results());
        require(content(target).length > 0, "nothing was written");
    }

    private void durableCases() throws IOException {
        Path target = target("durable");
        try (Reporter reporter = reporter(target)) {
            reporter.begin(SyntheticRun.header(true));
            Map<Path, Integer> before = written(target);
            for (CaseResult result : SyntheticRun.results()) {
                reporter.caseCompleted(result);
                Map<Path, Integer> after = written(target);
                require(
                        !before.equals(after),
                        "nothing on disk differs before and after caseCompleted() of %s case %s",
                        result.status(),
                        result.spec().label());
                before = after;
            }
            reporter.end(SyntheticRun.summary(SyntheticRun.results()));
        }
    }

    private void cutOff() throws IOException {
        Path target = target("cut-off");
        Map<Path, Integer> completed;
        try (Reporter reporter = reporter(target)) {
            reporter.begin(SyntheticRun.header(true));
            reporter.caseCompleted(SyntheticRun.results().get(0));
            completed = written(target);
        }
        require(!completed.isEmpty(), "nothing was written before the run was cut off");
        require(!written(target).isEmpty(), "close() without end() removed what was written");
    }

    private void unknownEngine() throws IOException {
        Path target = target("unknown");
        writeAll(target, false, SyntheticRun.results());
        require(content(target).length > 0, "nothing was written");
    }

    private void noCases() throws IOException {
        Path target = target("none");
        writeAll(target, true, List.of());
        require(content(target).length > 0, "nothing was written");
    }

    private void onlyTheTarget() throws IOException {
        Path target = target("only");
        writeAll(target, true, SyntheticRun.results());
        try (Stream<Path> files = Files.list(target.getParent())) {
            equal(
                    "files in the folder of the target",
                    List.of(target),
                    files.sorted().toList());
        }
    }

    private void twoAtOnce() throws IOException {
        Path first = target("first");
        Path second = target("second");
        CaseResult result = SyntheticRun.results().get(0);
        try (Reporter one = reporter(first);
                Reporter two = reporter(second)) {
            one.begin(SyntheticRun.header(true));
            two.begin(SyntheticRun.header(true));
            byte[] idle = content(second);
            one.caseCompleted(result);
            one.end(SyntheticRun.summary(List.of(result)));
            require(Arrays.equals(idle, content(second)), "writing one report changed another");
            two.caseCompleted(result);
            two.end(SyntheticRun.summary(List.of(result)));
        }
        require(content(first).length > 0 && content(second).length > 0, "one of two reports is empty");
    }

    private void unwritable() throws IOException {
        Path folder = folder("gone");
        Path target = folder.resolve("missing").resolve("report");
        Reporter reporter = reporter(target);
        boolean refused = false;
        try {
            reporter.begin(SyntheticRun.header(true));
            reporter.caseCompleted(SyntheticRun.results().get(0));
        } catch (IOException e) {
            refused = true;
        }
        require(refused, "no IOException though the folder of the target does not exist");
        try {
            reporter.close();
        } catch (IOException e) {
            text("the message of close()", e.getMessage());
        }
    }

    private void closeTwice() throws IOException {
        Path target = target("twice");
        Reporter reporter = reporter(target);
        reporter.begin(SyntheticRun.header(true));
        reporter.end(SyntheticRun.summary(List.of()));
        reporter.close();
        byte[] closed = content(target);
        reporter.close();
        require(Arrays.equals(closed, content(target)), "a second close() changed the file");
        Reporter unused = reporter(target("unused"));
        unused.close();
        unused.close();
    }

    private void classLoader() throws IOException {
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        writeAll(target("loader"), true, SyntheticRun.results());
    }
}
