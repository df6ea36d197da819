package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.ReportRequest;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReportedRunTest {

    private final TestingRun run = new TestingRun();

    @TempDir
    private Path folder;

    private TestingReporter add(String name, String throwsAt, boolean asInputOutput) {
        TestingReporter reporter = new TestingReporter(name, throwsAt, asInputOutput);
        run.components.reporters.put(name, reporter);
        run.reports.add(new ReportRequest(name, folder.resolve(name), Map.of()));
        return reporter;
    }

    @Test
    void givesReportersEveryCaseAsSoonAsItHasEnded() {
        TestingReporter reporter = add("memory", "", false);
        run.concurrency = List.of(1, 2);
        run.script.fault = id -> id == 4 ? TestingFault.ERROR : TestingFault.NONE;
        run.run();
        assertThat(reporter.events).containsExactly("begin", "c1-p8-g5 VALID", "c2-p8-g5 FAILED", "end", "close");
        assertThat(reporter.header.cases()).hasSize(2);
        assertThat(reporter.header.environment()).containsKeys("java", "cpu-threads");
        assertThat(reporter.summary.results()).hasSize(2);
        assertThat(reporter.summary.interrupted()).isFalse();
    }

    @Test
    void endsReportersWhenStopped() {
        TestingReporter reporter = add("memory", "", false);
        run.atRoundFinished = () -> run.runner.stop();
        run.run();
        assertThat(reporter.events).containsExactly("begin", "c2-p8-g5 SKIPPED", "end", "close");
        assertThat(reporter.summary.interrupted()).isTrue();
    }

    @Test
    void exitsWithTheCodeOfALostReport() {
        add("full", "c2", true);
        RunOutcome outcome = run.run();
        assertThat(outcome.reporterFailures()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(4);
        TestingRun other = new TestingRun();
        other.components.reporters.put("broken", new TestingReporter("broken", "end", false));
        other.reports.add(new ReportRequest("broken", folder.resolve("broken"), Map.of()));
        assertThat(other.run().exitCode()).isEqualTo(3);
    }

    @Test
    void measuresNothingIfAReporterCannotStart() {
        add("broken", "begin", false);
        assertThatThrownBy(run::run).isInstanceOf(BenchmarkException.class).hasMessageContaining("reporter broken");
        assertThat(run.script.requests).isEmpty();
    }

    @Test
    void tellsReadersThatAReportLacksAMetric() {
        TestingReporter table = add("table", "", false);
        table.neededMetrics = List.of("latency");
        run.run();
        assertThat(table.header.notices()).anyMatch(notice -> notice.startsWith("table: its numbers come from metric"));
    }

    @Test
    void checksTargetsBeforeTheModelIsLoaded() {
        run.reports.add(new ReportRequest("memory", folder.resolve("missing/file"), Map.of()));
        run.components.reporters.put("memory", new TestingReporter("memory", "", false));
        assertThatThrownBy(run::run).isInstanceOf(BenchmarkException.class);
        assertThat(run.script.creates).hasValue(0);
    }
}
