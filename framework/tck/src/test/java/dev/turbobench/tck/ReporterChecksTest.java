package dev.turbobench.tck;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.tck.CheckResult.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReporterChecksTest {

    @TempDir
    Path scratch;

    private static final class SampleReporter implements Reporter {

        private final Path file;
        private final String defect;
        private final StringBuilder kept = new StringBuilder();
        private boolean closed;

        SampleReporter(Path file, String defect) throws IOException {
            this.file = file;
            this.defect = defect;
            if (defect.equals("writes at once")) {
                Files.writeString(file, "created");
            }
        }

        private void write(String text) throws IOException {
            Files.writeString(file, text + "\n", CREATE, APPEND);
        }

        @Override
        public void begin(RunHeader header) throws IOException {
            if (defect.equals("swallows")) {
                return;
            }
            if (defect.equals("unchecked")) {
                try {
                    write(header.model());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            if (defect.equals("needs the engine") && header.engineInfo() == null) {
                throw new IllegalArgumentException("no engine");
            }
            if (defect.equals("needs the loader")) {
                try {
                    Thread.currentThread()
                            .getContextClassLoader()
                            .loadClass(getClass().getName());
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (defect.equals("litters")) {
                Files.writeString(file.resolveSibling("draft.tmp"), "draft");
            }
            if (!defect.equals("writes at the end") && !defect.equals("lazy")) {
                write(header.model());
            }
        }

        @Override
        public void caseCompleted(CaseResult result) throws IOException {
            switch (defect) {
                case "writes at the end" -> kept.append(result.spec().label());
                case "trips over failures" -> write(result.metrics().get(0).toString());
                case "swallows" -> {}
                default -> write(result.toString());
            }
        }

        @Override
        public void end(RunSummary summary) throws IOException {
            if (!defect.equals("lazy") || !summary.results().isEmpty()) {
                write(kept + summary.toString());
            }
        }

        @Override
        public void close() throws IOException {
            if (defect.equals("removes") && Files.exists(file)) {
                Files.delete(file);
            }
            if (closed && defect.equals("closes once")) {
                throw new IOException("closed already");
            }
            closed = true;
        }
    }

    private record SampleFactory(String name, String defect) implements ReporterFactory {

        @Override
        public String description() {
            return "Writes what it gets.";
        }

        @Override
        public String defaultFileName() {
            return defect.equals("absolute") ? "/report.txt" : "report.txt";
        }

        @Override
        public Reporter create(Options options, ReportTarget target) {
            try {
                Path file = defect.equals("mixes")
                        ? Path.of(System.getProperty("java.io.tmpdir"))
                                .resolve(target.path().getParent().getParent())
                                .resolve("same")
                        : target.path();
                return new SampleReporter(file, defect);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<CheckResult> failures(String defect) {
        SampleFactory factory = new SampleFactory("sample", defect);
        List<CheckResult> results = new ArrayList<>();
        for (Check check : ReporterChecks.of(factory, Options.of("reporter", factory.options(), Map.of()), scratch)) {
            CheckResult result = Conformance.run(check, Duration.ofMinutes(2));
            if (result.outcome() != Outcome.PASSED) {
                results.add(result);
            }
        }
        return results;
    }

    @Test
    void findsNothingWrongWithAGoodReporter() {
        assertThat(failures("none")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "absolute, declaration",
        "writes at once, create-writes-nothing",
        "trips over failures, complete-run",
        "writes at the end, durable-cases",
        "removes, cut-off",
        "needs the engine, unknown-engine",
        "lazy, no-cases",
        "litters, only-the-target",
        "mixes, two-at-once",
        "unchecked, unwritable",
        "swallows, unwritable",
        "closes once, close-twice",
        "needs the loader, class-loader"
    })
    void catchesEveryDefect(String defect, String check) {
        assertThat(failures(defect)).extracting(result -> result.check().id()).contains(check);
    }
}
