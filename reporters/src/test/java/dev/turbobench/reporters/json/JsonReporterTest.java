package dev.turbobench.reporters.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbobench.reporters.TestingRun;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReporterTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path folder;

    private Path file;
    private Path lines;

    @BeforeEach
    void setUp() {
        file = folder.resolve("out.json");
        lines = folder.resolve("out.json.partial.jsonl");
    }

    private Reporter reporter(boolean keepLines) {
        JsonReporterFactory factory = new JsonReporterFactory();
        OptionValue keep = new OptionValue(Boolean.toString(keepLines), OptionSource.COMMAND_LINE);
        return factory.create(
                Options.of("report.json", factory.options(), Map.of("keep_lines", keep)), new ReportTarget(file));
    }

    @Test
    void writesOneDocumentAtTheEnd() throws IOException {
        MetricValue ttft = TestingRun.metric("ttft_mean", Unit.SECONDS, 0.1 + 0.2, 0.25, 0.75);

        TestingRun.complete(
                reporter(false),
                TestingRun.header("llama"),
                TestingRun.valid(0, 16, ttft),
                TestingRun.failed(1, "needs more"));

        JsonNode document = MAPPER.readTree(file.toFile());
        assertThat(document.at("/schema_version").asText()).isEqualTo("1.1");
        assertThat(document.at("/model").asText()).isEqualTo("llama");
        assertThat(document.at("/ended").asText()).isEqualTo("2026-11-24T13:00:00Z");
        assertThat(document.at("/interrupted").booleanValue()).isFalse();
        assertThat(document.at("/engine/limits/kv_blocks").asInt()).isEqualTo(1000);
        assertThat(document.at("/engine/random_weights").booleanValue()).isTrue();
        assertThat(document.at("/configuration/0/source").asText()).isEqualTo("COMMAND_LINE");
        assertThat(document.at("/plugins/0/sha256").asText()).isEqualTo("00ff");
        assertThat(document.at("/environment/os").asText()).isEqualTo("Linux");
        assertThat(document.at("/notices/0").asText()).startsWith("The weights are random");
        assertThat(document.at("/metric_definitions/ttft_mean/unit").asText()).isEqualTo("s");
        assertThat(document.at("/planned_cases")).hasSize(2);
        assertThat(document.at("/cases")).hasSize(2);
        assertThat(document.at("/cases/0/metrics/ttft_mean/value").doubleValue())
                .isEqualTo(0.1 + 0.2);
        assertThat(document.at("/cases/0/metrics/ttft_mean/interval/high").doubleValue())
                .isEqualTo(0.75);
        assertThat(document.at("/cases/0/failure").isNull()).isTrue();
        assertThat(document.at("/cases/1/status").asText()).isEqualTo("FAILED");
        assertThat(document.at("/cases/1/failure/message").asText()).isEqualTo("needs more");
        assertThat(lines).doesNotExist();
    }

    @Test
    void numbersThatDoNotExistAreNull() throws IOException {
        MetricValue missing =
                MetricValue.notAvailable(TestingRun.descriptor("ttft_p99", Unit.SECONDS), 96, "n/a (n=96 < 473)");

        TestingRun.complete(
                reporter(false),
                TestingRun.header("m"),
                TestingRun.result(
                        0,
                        1,
                        CaseStatus.INVALID,
                        List.of("queued"),
                        missing,
                        TestingRun.metric("ratio", Unit.RATIO, Double.POSITIVE_INFINITY)));

        JsonNode metrics = MAPPER.readTree(file.toFile()).at("/cases/0/metrics");
        assertThat(metrics.at("/ttft_p99/value").isNull()).isTrue();
        assertThat(metrics.at("/ttft_p99/note").asText()).isEqualTo("n/a (n=96 < 473)");
        assertThat(metrics.at("/ratio/value").isNull()).isTrue();
    }

    @Test
    void runThatWasCutOffLeavesItsLines() throws IOException {
        Files.writeString(file, "an earlier result");
        try (Reporter reporter = reporter(false)) {
            reporter.begin(TestingRun.header(TestingRun.HOSTILE));
            reporter.caseCompleted(TestingRun.valid(0, 16, TestingRun.legacyMetrics()));
        }

        List<String> written = Files.readAllLines(lines);
        assertThat(written).hasSize(2);
        JsonNode header = MAPPER.readTree(written.get(0));
        assertThat(header.at("/type").asText()).isEqualTo("header");
        assertThat(header.at("/model").asText()).isEqualTo(TestingRun.HOSTILE);
        JsonNode result = MAPPER.readTree(written.get(1));
        assertThat(result.at("/type").asText()).isEqualTo("case");
        assertThat(result.at("/case/metrics/legacy_p99/value").doubleValue()).isEqualTo(10.5);
        assertThat(result.at("/metric_definitions/legacy_p99/unit").asText()).isEqualTo("s");
        assertThat(file).hasContent("an earlier result");
    }

    @Test
    void keepsTheLinesWhenAsked() throws IOException {
        TestingRun.complete(reporter(true), TestingRun.header("m"), TestingRun.valid(0, 1));

        assertThat(lines).exists();
        assertThat(file).exists();
    }
}
