package dev.turbobench.reporters.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.turbobench.reporters.TestingMatrix;
import dev.turbobench.reporters.TestingRun;
import dev.turbobench.reporters.json.JsonReporterFactory;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.ReportTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

class PageInBrowserTest {

    private static final String TABLE_ROWS = "#table tbody tr:not([hidden])";

    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static Path matrix;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        matrix = TestingPages.defaultMatrix(folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(Path page) {
        browser.open(page, 1280, 900);
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void rendersWithoutComplaintAndLoadsNothing() {
        open(matrix);

        assertThat(browser.requests()).hasSize(1).allMatch(request -> request.contains("matrix.html"));
        assertThat(browser.number("performance.getEntriesByType('resource').length"))
                .isZero();
        assertThat(browser.texts("h1")).containsExactly("meta-llama/Llama-2-7b-hf");
        assertThat(browser.texts("#heat button")).hasSize(20);
        assertThat(browser.number("document.querySelectorAll('.uplot canvas').length"))
                .isEqualTo(8);
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void scriptsCannotSendAnything() throws IOException {
        AtomicInteger received = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            open(matrix);
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            Object outcome = browser.asyncScript("const done = arguments[arguments.length - 1];"
                    + "const image = document.createElement('img'); image.src = '" + address + "image';"
                    + "document.body.append(image);"
                    + "fetch('" + address + "fetch').then(() => done('sent'), () => done('refused'))");
            assertThat(outcome).isEqualTo("refused");
            assertThat(browser.console()).anyMatch(message -> message.contains("Content Security Policy"));
            assertThat(received).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void numbersAreThoseOfTheJsonReport() throws IOException {
        List<CaseResult> results = TestingMatrix.results();
        Path file = folder.resolve("numbers.json");
        JsonReporterFactory factory = new JsonReporterFactory();
        TestingRun.complete(
                factory.create(Options.of("report.json", factory.options(), Map.of()), new ReportTarget(file)),
                TestingMatrix.header("meta-llama/Llama-2-7b-hf"),
                results.toArray(CaseResult[]::new));
        JsonNode json = new JsonMapper().readTree(file.toFile());
        open(matrix);

        String unpacked = (String) browser.asyncScript(
                "const done = arguments[arguments.length - 1]; documentOf(0).then(done, (e) => done(String(e)))");
        assertThat(new JsonMapper().readTree(unpacked)).isEqualTo(json);
        for (String id : List.of("throughput_out", "ttft_mean", "itl_token_p99", "mbu_datasheet")) {
            List<?> shown = (List<?>) browser.script(
                    "const column = [...table.tHead.rows[0].cells].findIndex((c) => c.dataset.metric === arguments[0]);"
                            + "return [...table.tBodies[0].rows].map((r) => r.cells[column].dataset.value)",
                    id);
            assertThat(shown).hasSize(20);
            for (int i = 0; i < shown.size(); i++) {
                JsonNode value = json.at("/cases/%d/metrics/%s/value".formatted(i, id));
                if (value.isNumber()) {
                    assertThat(Double.parseDouble((String) shown.get(i))).isEqualTo(value.asDouble());
                } else {
                    assertThat(shown.get(i)).isEqualTo("");
                }
            }
        }
        double output = json.at("/cases/0/metrics/throughput_out/value").asDouble();
        assertThat(browser.texts("#heat button").get(0)).isEqualTo("%.2f".formatted(output));
    }

    @Test
    void sortsInBothDirectionsWithMissingNumbersLast() {
        open(matrix);

        browser.click("#table th[data-metric=throughput_out] button");
        List<String> ascending = column("throughput_out");
        browser.click("#table th[data-metric=throughput_out] button");
        List<String> descending = column("throughput_out");

        assertThat(ascending.get(19)).isEmpty();
        assertThat(descending.get(19)).isEmpty();
        List<Double> numbers =
                ascending.subList(0, 19).stream().map(Double::valueOf).toList();
        assertThat(numbers).isSorted();
        assertThat(descending.get(0)).isEqualTo(ascending.get(18));
        assertThat(browser.one("#table th[data-metric=throughput_out]").getDomAttribute("aria-sort"))
                .isEqualTo("descending");
    }

    private static List<String> column(String id) {
        return ((List<?>) browser.script(
                        "const column = [...table.tHead.rows[0].cells].findIndex((c) => c.dataset.metric === arguments[0]);"
                                + "return [...table.tBodies[0].rows].map((r) => r.cells[column].dataset.value)",
                        id))
                .stream().map(String::valueOf).toList();
    }

    @Test
    void filtersByNumberStatusAndRemark() {
        open(matrix);

        browser.one("#filter").sendKeys("64");
        assertThat(browser.texts(TABLE_ROWS)).hasSize(5);
        browser.one("#filter").sendKeys(" 2048");
        assertThat(browser.texts(TABLE_ROWS)).hasSize(3);
        browser.one("#filter").sendKeys(" fail");
        assertThat(browser.texts(TABLE_ROWS)).hasSize(1);
        browser.one("#filter").clear();
        browser.one("#filter").sendKeys("queued");
        assertThat(browser.texts(TABLE_ROWS)).hasSize(1);
        browser.one("#filter").clear();
        browser.one("#filter").sendKeys("nothing has this");
        assertThat(browser.texts(TABLE_ROWS)).isEmpty();
    }

    @Test
    void switchesTheNumberOfTheMatrix() {
        open(matrix);

        browser.one("#heat-switch input").sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.texts("#heat-definition")).first().asString().contains("ttft_mean");
        String first = browser.texts("#heat button").get(0);
        browser.click("#heat-mbu_datasheet");
        assertThat(browser.texts("#heat-definition")).first().asString().contains("mbu_datasheet");
        assertThat(browser.texts("#heat button").get(0)).isNotEqualTo(first);
        browser.choose("#heat-metric", "e2e_p99");
        assertThat(browser.number("document.querySelectorAll('#heat-switch input:checked').length"))
                .isZero();
        assertThat(browser.texts("#heat .cell-mark")).contains("!", "×");
    }

    @Test
    void cellOpensItsCase() {
        open(matrix);

        browser.one("#heat button[data-case=c32-p2048-g2048]").sendKeys(Keys.ENTER);

        assertThat(browser.texts("#case").get(0)).contains("Batch 32", "invalid", "queued: largest live batch 29/32");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("inside-title");
        assertThat(browser.one("#heat button[data-case=c32-p2048-g2048]").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
        browser.choose("#case-choice", "batch 64, 2048 → 2048 tokens, failed");
        assertThat(browser.texts("#case").get(0)).contains("OUT_OF_MEMORY: needs 128 GiB");
        assertThat(browser.texts("#values").get(0)).contains("no numbers");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void chartsFollowTheirChoices() {
        open(matrix);

        assertThat(browser.texts("#pareto .keys li")).hasSize(6).contains("Pareto front", "128 → 2048");
        browser.choose("#pareto-shape", "128 → 128");
        assertThat(browser.texts("#pareto .keys li")).containsExactly("Pareto front", "128 → 128");
        browser.choose("#pareto-x", "TTFT mean");
        assertThat(browser.texts("#pareto-hint").get(0)).contains("left is better");
        browser.choose("#curve-metric", "E2E");
        assertThat(browser.texts("#curve .keys li")).contains("batch 1", "batch 64");
        browser.click("#pareto .numbers summary");
        browser.script("return new Promise((done) => setTimeout(done, 50))");
        assertThat(browser.texts("#pareto .numbers tbody tr")).isNotEmpty();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void showsDefinitionBesideTheNumber() {
        open(matrix);

        browser.click("#table th[data-metric=ttft_mean] a.def");
        assertThat(browser.texts("#definition").get(0)).contains("Definition of ttft_mean.", "lower is better");
        assertThat(browser.truth("document.getElementById('definition').hidden"))
                .isFalse();
        browser.one("body").sendKeys(Keys.ESCAPE);
        assertThat(browser.truth("document.getElementById('definition').hidden"))
                .isTrue();
    }

    @Test
    void copiesWhatIsShown() throws IOException {
        open(matrix);
        browser.script("Object.defineProperty(navigator, 'clipboard',"
                + "{ value: { writeText: (text) => { window.copied = text; return Promise.resolve(); } } })");
        browser.one("#filter").sendKeys("16 2048 128");

        browser.click("#copy-csv");
        // The driver would turn CR LF into LF.
        String csv = new JsonMapper()
                .readTree((String) browser.script("return JSON.stringify(window.copied)"))
                .asText();
        browser.click("#copy-markdown");
        String markdown = (String) browser.script("return window.copied");

        assertThat(csv.split("\r\n")).hasSize(3);
        assertThat(csv)
                .startsWith("Batch,Prompt,Completion,Status,Output tok/s,")
                .contains("\r\n16,128,2048,valid,");
        assertThat(markdown.lines()).hasSize(4).element(1).asString().matches("(\\| -+:? )+\\||\\|( -+:? \\|)+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>window.hacked = 1</script>",
                "\"><img src=x onerror=\"window.hacked = 1\">",
                "'; window.hacked = 1; //${7*7}#{7*7}<#list x as y>",
                "=HYPERLINK(\"http://x\")",
                "\u202Egnp.exe\u2066 עברית",
                "<!--<script>\u2028`"
            })
    void hostileTextIsOnlyText(String text) throws IOException {
        open(TestingPages.hostile(folder, text));

        assertThat(browser.truth("window.hacked === undefined")).isTrue();
        assertThat(browser.number("document.images.length")).isZero();
        assertThat(browser.number("document.scripts.length")).isEqualTo(3);
        assertThat(browser.texts("h1")).containsExactly(text);
        assertThat(browser.texts("#heat button")).isNotEmpty();
        browser.click("#heat button");
        assertThat(browser.texts("#case li").get(0)).contains(text);
        assertThat(browser.truth("window.hacked === undefined")).isTrue();
    }

    @Test
    void veryLongNamesDoNotWidenThePage() throws IOException {
        Path page = TestingPages.hostile(folder, "very-long-name_".repeat(200));
        for (int width : new int[] {390, 1280}) {
            browser.open(page, width, 800);
            assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        }
    }

    @Test
    void copiedCsvDefusesFormulas() throws IOException {
        open(matrix);

        Object text = browser.script("return JSON.stringify(asCsv([['=1+1', '-12.5', '+x', '@a', '\\ta', 'a,b']]))");
        assertThat(new JsonMapper().readTree((String) text).asText()).isEqualTo("'=1+1,-12.5,'+x,'@a,'\ta,\"a,b\"\r\n");
    }

    @Test
    void tabKeyReachesEverythingInOrder() {
        open(matrix);
        browser.script("document.activeElement.blur()");

        assertThat(focusAfterTab()).isEqualTo("skip");
        String all = "";
        for (int i = 0; i < 60; i++) {
            all += " " + focusAfterTab();
        }
        assertThat(all)
                .containsSubsequence(
                        "def",
                        "heat-throughput_out",
                        "heat-metric",
                        "c1-p1-g128",
                        "c64-p2048-g2048",
                        "pareto-x",
                        "curve-metric",
                        "limits-metric",
                        "case-choice");
        assertThat(browser.truth("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
                .isTrue();
    }

    private static String focusAfterTab() {
        browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        return String.valueOf(browser.script(
                "const e = document.activeElement;" + "return e.id || e.dataset.case || e.className || e.tagName"));
    }

    @Test
    void everyControlHasANameForScreenReaders() {
        open(matrix);

        assertThat(browser.script("return [...document.querySelectorAll('button, select, input, a[href], [role=img],"
                        + " [role=region]')].filter((e) => !((e.getAttribute('aria-label') || e.textContent).trim()"
                        + " || (e.labels && e.labels.length > 0))).map((e) => e.outerHTML)"))
                .isEqualTo(List.of());
        assertThat(browser.texts("h1")).hasSize(1);
        assertThat(browser.texts("th:not([scope])")).isEmpty();
    }

    @Test
    void followsTheColorsOfTheSystem() {
        open(matrix);
        String light = background();
        browser.media("screen", "dark");
        String dark = background();

        assertThat(light).isEqualTo("rgb(244, 245, 247)");
        assertThat(dark).isEqualTo("rgb(15, 18, 22)");
        assertThat(contrast("body")).isGreaterThan(7);
        assertThat(contrast(".hint")).isGreaterThan(4.5);
        browser.media("screen", "light");
        assertThat(contrast("body")).isGreaterThan(7);
        assertThat(contrast(".hint")).isGreaterThan(4.5);
    }

    private static String background() {
        return (String) browser.script("return getComputedStyle(document.body).backgroundColor");
    }

    /** Contrast of text with its card as WCAG 2 defines it. */
    private static double contrast(String selector) {
        Object ratio = browser.script(
                "const l = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map((v) => v / 255)"
                        + ".map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));"
                        + " return 0.2126 * r + 0.7152 * g + 0.0722 * b; };"
                        + "const a = l(getComputedStyle(document.querySelector(arguments[0])).color);"
                        + "const b = l(getComputedStyle(document.querySelector('.card')).backgroundColor);"
                        + "return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)",
                selector);
        return ((Number) ratio).doubleValue();
    }

    @Test
    void fitsOnAPhone() {
        browser.open(matrix, 390, 844);

        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        assertNothingIsClipped();
    }

    @Test
    void fitsOnPaperInLightColorsWithAllDefinitions() {
        open(matrix);
        browser.media("print", "dark");
        browser.size(690, 1000);
        browser.script("return new Promise((done) => setTimeout(done, 200))");

        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(690);
        assertNothingIsClipped();
        assertThat(background()).isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.truth("document.getElementById('definitions').open")).isTrue();
        assertThat(browser.truth("getComputedStyle(document.querySelector('.tools')).display === 'none'"))
                .isTrue();
        byte[] pdf = Base64.getDecoder()
                .decode((String) browser.cdp("Page.printToPDF", Map.of("paperWidth", 8.27, "paperHeight", 11.69))
                        .get("data"));
        assertThat(new String(pdf, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        browser.media("screen", "light");
        browser.size(1280, 900);
        assertThat(browser.truth("document.documentElement.classList.contains('printing')"))
                .isFalse();
    }

    /** Every chart ends before the card that it is in. */
    private static void assertNothingIsClipped() {
        assertThat(browser.script(
                        "return [...document.querySelectorAll('.uplot, #heat, .stack, .limits')].filter((e) => {"
                                + "const card = e.closest('.card').getBoundingClientRect(); const box = e.getBoundingClientRect();"
                                + "return box.width === 0 || box.right > card.right + 1 || box.left < card.left - 5; })"
                                + ".map((e) => e.id + e.className + ' ' + e.getBoundingClientRect().right)"))
                .isEqualTo(List.of());
    }

    @Test
    void twoHundredCasesStayUsable() throws IOException {
        Path page = TestingPages.manyCases(folder);
        open(page);

        assertThat(Files.size(page)).isLessThan(16L << 20);
        assertThat(browser.texts("#heat button")).hasSize(200);
        assertThat(browser.texts("#table tbody tr")).hasSize(200);
        browser.click("#table th[data-metric=ttft_mean] button");
        browser.one("#filter").sendKeys("80 valid");
        assertThat(browser.texts(TABLE_ROWS)).hasSize(10);
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void saysWhatIsNotKnownOfARunWithoutDetails() throws IOException {
        open(TestingPages.oneCase(folder));

        assertThat(browser.texts("#heat button")).hasSize(1);
        assertThat(browser.texts(".empty"))
                .anyMatch(text -> text.startsWith("Nothing was recorded over time"))
                .anyMatch(text -> text.startsWith("Nothing is known of single rounds"))
                .anyMatch(text -> text.startsWith("The engine did not say what memory"));
        assertThat(browser.truth("document.getElementById('curve-figure').hidden"))
                .isTrue();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void runWithoutValidCaseClaimsNoBestNumber() throws IOException {
        open(TestingPages.allInvalid(folder));

        assertThat(browser.texts(".verdict").get(0)).contains("0 of 20 cases valid, 20 invalid");
        assertThat(browser.texts(".fact")).isEmpty();
        assertThat(browser.texts("#pareto .keys li")).doesNotContain("Pareto front");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void comparesTwoRuns() throws IOException {
        open(TestingPages.comparison(folder));

        assertThat(browser.texts(".run-label")).containsExactly("before.json", "after.json");
        assertThat(browser.texts("#changes tbody tr")).hasSize(20);
        assertThat(browser.texts("#changes .none-shown")).isNotEmpty().allMatch(text -> text.startsWith("~ "));
        assertThat(browser.texts("#changes .worse").get(0)).matches("[+-]\\d.*");
        assertThat(browser.number("document.querySelector('#changes tbody th').offsetWidth"))
                .as("the name of a run is not squeezed to a letter a line")
                .isGreaterThan(100);
        assertThat(browser.texts("#heat button").get(0)).contains("%");
        browser.choose("#heat-run", "before.json");
        assertThat(browser.texts("#heat button").get(0)).doesNotContain("%");
        assertThat(browser.texts("#table tbody tr")).hasSize(40);
        assertThat(browser.texts("#pareto .keys li")).contains("before.json, 1 → 128", "after.json, 1 → 128");
        assertThat(browser.texts(".download")).hasSize(2);
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void paintsSoonAfterItWasOpened() {
        browser.open(matrix, 1280, 900);

        // The wait is generous, because this is no place to measure: the number for a quiet machine is in the docs.
        Object paint = browser.asyncScript("const done = arguments[arguments.length - 1];"
                + "new PerformanceObserver((list) => done(list.getEntries()[0].startTime))"
                + ".observe({ type: 'paint', buffered: true })");
        assertThat(((Number) paint).doubleValue()).isBetween(0.0, 30_000.0);
        System.out.printf("first paint of 20 cases after %.0f ms%n", ((Number) paint).doubleValue());
    }
}
