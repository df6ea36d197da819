package dev.turbobench.reporters.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbobench.reporters.TestingMatrix;
import dev.turbobench.reporters.TestingRun;
import dev.turbobench.reporters.json.JsonReporterFactory;
import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.reporters.text.ScaledUnit;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReporterTest {

    @TempDir
    Path folder;

    private String page(RunHeader header, List<CaseResult> results) throws IOException {
        TestingRun.complete(reporter(), header, results.toArray(CaseResult[]::new));
        return Files.readString(folder.resolve("out.html"));
    }

    private Reporter reporter() {
        HtmlReporterFactory factory = new HtmlReporterFactory();
        return factory.create(
                Options.of("report.html", factory.options(), Map.of()), new ReportTarget(folder.resolve("out.html")));
    }

    private static String block(String page, String start, String end) {
        int from = page.indexOf(start) + start.length();
        assertThat(from).isGreaterThanOrEqualTo(start.length());
        return page.substring(from, page.indexOf(end, from));
    }

    private static String tableBody(String page) {
        return block(page.substring(page.indexOf("<table id=\"table\"")), "<tbody>", "</tbody>");
    }

    private static String data(String page) {
        return block(page, "<script type=\"application/json\" id=\"data\">", "</script>");
    }

    private static JsonNode document(String page) throws IOException {
        String archive = block(page, "<script type=\"application/gzip\" id=\"archive-0\">", "</script>");
        byte[] bytes = Base64.getDecoder().decode(archive);
        return new JsonMapper().readTree(new GZIPInputStream(new ByteArrayInputStream(bytes)));
    }

    @Test
    void showsVerdictBestNumbersAndEveryCase() throws IOException {
        String page = page(TestingMatrix.header("llama-2-7b"), TestingMatrix.results());

        assertThat(page)
                .contains("<h1><bdi>llama-2-7b</bdi></h1>")
                .contains("turbomind on cuda, NVIDIA H100, fp16, tensor parallel 1")
                .contains("18 of 20 cases valid, 1 invalid, 1 failed")
                .contains("class=\"verdict bad\"")
                .contains("Highest output throughput")
                .contains("queued: largest live batch 29/32")
                .contains("OUT_OF_MEMORY: needs 128 GiB for the KV cache")
                .contains("<li>The weights are random: the tokens mean nothing.</li>");
        assertThat(tableBody(page).split("<tr ", -1)).hasSize(21);
    }

    @Test
    void numbersOfTheTableAreThoseOfTheResults() throws IOException {
        List<CaseResult> results = TestingMatrix.results();
        String body = tableBody(page(TestingMatrix.header("m"), results));

        for (CaseResult result : results) {
            result.metric("throughput_out")
                    .ifPresent(value -> assertThat(body)
                            .contains("<td data-value=\"%s\">%s<span class=\"range\">"
                                    .formatted(
                                            PlainNumber.of(value.value()),
                                            ScaledUnit.of(Unit.TOKENS_PER_SECOND)
                                                    .format(value.value()))));
        }
    }

    @Test
    void embedsTheSameDocumentAsTheJsonReporter() throws IOException {
        RunHeader header = TestingMatrix.header(TestingRun.HOSTILE);
        List<CaseResult> results = TestingMatrix.results();
        JsonReporterFactory json = new JsonReporterFactory();
        Path file = folder.resolve("out.json");
        TestingRun.complete(
                json.create(Options.of("report.json", json.options(), Map.of()), new ReportTarget(file)),
                header,
                results.toArray(CaseResult[]::new));

        JsonNode embedded = document(page(header, results));

        assertThat(embedded).isEqualTo(new JsonMapper().readTree(file.toFile()));
    }

    @Test
    void foreignTextIsOnlyText() throws IOException {
        String hostile = TestingRun.HOSTILE;
        MetricDescriptor descriptor = new MetricDescriptor(
                "throughput_out",
                hostile,
                Unit.TOKENS_PER_SECOND,
                TestingRun.descriptor("x", Unit.COUNT).direction(),
                "\" onmouseover=\"alert(1)" + hostile);
        String page = page(
                TestingRun.header(hostile),
                List.of(
                        TestingRun.result(0, 1, CaseStatus.INVALID, List.of(hostile), MetricValue.of(descriptor, 1, 1)),
                        TestingRun.failed(1, "<img src=x onerror=alert(1)>" + hostile)));

        assertThat(page.replace(data(page), ""))
                .doesNotContain("<script>alert")
                .doesNotContain("<img")
                .doesNotContain("\" onmouseover=");
        assertThat(page.split("<script", -1))
                .describedAs("data, archive and script")
                .hasSize(4);
        assertThat(page.split("</script", -1)).hasSize(4);
        assertThat(page).contains("${7*7}").contains("&lt;/script&gt;&lt;script&gt;alert(1)");
        assertThat(data(page)).doesNotContain("<").doesNotContain(">").doesNotContain("\u2028");
    }

    @Test
    void policyAllowsOnlyTheStyleAndTheScriptOfThePage() throws Exception {
        String page = page(TestingMatrix.header("m"), TestingMatrix.results());

        Matcher policy = Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1).replace("&#39;", "'"))
                .isEqualTo("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none';"
                                .formatted(
                                        sha256(block(page, "<style>", "</style>")),
                                        sha256(block(page, "<script>", "</script>")))
                        + " form-action 'none'");
        assertThat(page).doesNotContain(" style=\"").doesNotContain("@import").doesNotContain(" src=");
    }

    private static String sha256(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    @Test
    void twentyCasesTakeLessThanTwoMegabytes() throws IOException {
        assertThat(page(TestingMatrix.header("m"), TestingMatrix.results()).length())
                .isLessThan(2_000_000);
    }

    @Test
    void runThatWasCutOffHasPageThatSaysSo() throws IOException {
        try (Reporter reporter = reporter()) {
            reporter.begin(TestingMatrix.header("m"));
            reporter.caseCompleted(TestingMatrix.results().get(0));
        }

        assertThat(Files.readString(folder.resolve("out.html")))
                .contains("1 of 20 cases valid, 19 not run, the run has not ended");
    }
}
