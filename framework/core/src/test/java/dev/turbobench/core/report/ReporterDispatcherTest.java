package dev.turbobench.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.core.run.TestingComponents;
import dev.turbobench.core.run.TestingReporter;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import dev.turbobench.spi.workload.CaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReporterDispatcherTest {

    private static final RunHeader HEADER = new RunHeader(
            "id",
            Instant.EPOCH,
            "1",
            "model",
            "testing",
            null,
            null,
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            List.of());
    private static final RunSummary SUMMARY = new RunSummary(Instant.EPOCH, false, List.of());

    private final TestingComponents components = new TestingComponents();

    @TempDir
    private Path folder;

    private TestingReporter add(String name, String throwsAt, boolean asInputOutput) {
        TestingReporter reporter = new TestingReporter(name, throwsAt, asInputOutput);
        components.reporters.put(name, reporter);
        return reporter;
    }

    private ReportRequest request(String name) {
        return new ReportRequest(name, folder.resolve(name + ".txt"), Map.of());
    }

    private static CaseResult result(int concurrency) {
        return new CaseResult(new CaseSpec(0, concurrency, 1, 1), 1, CaseStatus.VALID, List.of(), null, 1, List.of());
    }

    private ReporterDispatcher runAll(String... names) {
        ReporterDispatcher dispatcher =
                ReporterDispatcher.open(Arrays.stream(names).map(this::request).toList(), components);
        dispatcher.begin(HEADER);
        dispatcher.caseCompleted(result(1));
        dispatcher.caseCompleted(result(2));
        dispatcher.end(SUMMARY);
        dispatcher.close();
        return dispatcher;
    }

    @Test
    void tellsEachReporterEverythingOnce() {
        TestingReporter first = add("first", "", false);
        TestingReporter second = add("second", "", false);
        assertThat(runAll("first", "second").failures()).isEmpty();
        assertThat(first.events).containsExactly("begin", "c1-p1-g1 VALID", "c2-p1-g1 VALID", "end", "close");
        assertThat(second.events).isEqualTo(first.events);
    }

    @Test
    void keepsAFailingReporterAwayFromTheOthers() {
        TestingReporter broken = add("broken", "c1", false);
        TestingReporter full = add("full", "end", true);
        TestingReporter sound = add("sound", "", false);
        ReporterDispatcher dispatcher = runAll("broken", "full", "sound");
        assertThat(broken.events).containsExactly("begin", "c1-p1-g1 VALID", "close");
        assertThat(full.events).hasSize(5).endsWith("end", "close");
        assertThat(sound.events).hasSize(5);
        assertThat(dispatcher.failures()).hasSize(2);
        assertThat(dispatcher.failures().get(0).code().type()).isEqualTo(ErrorType.PLUGIN);
        assertThat(dispatcher.failures().get(1).message())
                .contains("reporter full", "full.txt", "end", "No space left on device");
    }

    @Test
    void doesNotLetARunStartWithoutOneOfItsReports() {
        TestingReporter broken = add("broken", "begin", true);
        TestingReporter sound = add("sound", "", false);
        try (ReporterDispatcher dispatcher =
                ReporterDispatcher.open(List.of(request("broken"), request("sound")), components)) {
            assertThatThrownBy(() -> dispatcher.begin(HEADER))
                    .isInstanceOfSatisfying(
                            BenchmarkException.class,
                            e -> assertThat(e.errorCode().name()).isEqualTo("DISK_FULL"))
                    .hasMessageContainingAll("reporter broken", "broken.txt at begin", "No space left on device");
        }
        assertThat(broken.events).containsExactly("begin", "close");
        assertThat(sound.events).containsExactly("begin", "close");
    }

    @Test
    void namesTheReportsThatLackAMetric() {
        add("table", "", false).neededMetrics = List.of("latency", "memory");
        add("other", "", false);
        try (ReporterDispatcher dispatcher =
                ReporterDispatcher.open(List.of(request("table"), request("other")), components)) {
            assertThat(dispatcher.notices(List.of("memory", "power")))
                    .containsExactly(
                            "table: its numbers come from metric latency, which is not computed, so they will be"
                                    + " missing");
            assertThat(dispatcher.notices(List.of("memory", "latency"))).isEmpty();
        }
    }

    @Test
    void reportsAFailureAtClose() {
        add("closing", "close", true);
        assertThat(runAll("closing").failures()).hasSize(1);
    }

    @Test
    void leavesTargetsAsTheyAreWhenItChecksThem() throws IOException {
        add("old", "", false);
        add("new", "", false);
        Files.writeString(folder.resolve("old.txt"), "kept");
        ReporterDispatcher.open(List.of(request("old"), request("new")), components)
                .close();
        assertThat(folder.resolve("old.txt")).hasContent("kept");
        assertThat(folder.resolve("new.txt")).doesNotExist();
    }

    @Test
    void refusesTargetsThatCannotBeWritten() throws IOException {
        add("csv", "", false);
        Path missing = folder.resolve("missing/result.csv");
        assertRefused(missing, "no directory " + missing.getParent());
        assertRefused(folder, "it is a directory");
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(file.resolve("result.csv"), file + " is not a directory");
        // Nobody, not even root, may create files in /proc.
        assertRefused(Path.of("/proc/result.csv"), "csv: expected a file that can be written", "no file can be made");
    }

    private void assertRefused(Path target, String... words) {
        assertThatThrownBy(
                        () -> ReporterDispatcher.open(List.of(new ReportRequest("csv", target, Map.of())), components))
                .isInstanceOfSatisfying(
                        BenchmarkException.class,
                        e -> assertThat(e.errorCode().name()).isEqualTo("OUTPUT_NOT_WRITABLE"))
                .hasMessageContaining(target.toString())
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesTwoReportersOnOneFile() {
        add("csv", "", false);
        add("json", "", false);
        Path file = folder.resolve("result");
        assertThatThrownBy(() -> ReporterDispatcher.open(
                        List.of(
                                new ReportRequest("csv", file, Map.of()),
                                new ReportRequest("json", folder.resolve("./result"), Map.of())),
                        components))
                .hasMessageContaining("csv and json would write to the same file");
    }
}
