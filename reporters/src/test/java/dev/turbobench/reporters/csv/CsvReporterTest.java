package dev.turbobench.reporters.csv;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReporterTest {

    private static final String HEADER_12 =
            "batch,prompt_tokens,completion_tokens,throughput(out tok/s),mem(GB),FTL(ave)(s),FTL(min)(s),FTL(max)(s),"
                    + "50%(s),75%(s),95%(s),99%(s)\r\n";

    @TempDir
    Path folder;

    private Path file;
    private Locale locale;

    @BeforeEach
    void setUp() {
        file = folder.resolve("out.csv");
        locale = Locale.getDefault();
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    private Reporter reporter(Map<String, OptionValue> given) {
        CsvReporterFactory factory = new CsvReporterFactory();
        return factory.create(Options.of("report.csv", factory.options(), given), new ReportTarget(file));
    }

    private Reporter reporter(String columns) {
        return reporter(Map.of("columns", new OptionValue(columns, OptionSource.COMMAND_LINE)));
    }

    private List<CSVRecord> parse() throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file)) {
            return format.parse(reader).getRecords();
        }
    }

    @Test
    void writesTheTwelveLegacyColumnsByDefault() throws IOException {
        Locale.setDefault(Locale.GERMANY);

        TestingRun.complete(
                reporter(Map.of()), TestingRun.header("m"), TestingRun.valid(0, 16, TestingRun.legacyMetrics()));

        assertThat(file).hasContent(HEADER_12 + "16,128,2048,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5\r\n");
        assertThat(Files.readString(file)).endsWith("\r\n").startsWith(HEADER_12);
    }

    @Test
    void writesTheTotalBeforeTheOutputThroughputInThirteenColumns() throws IOException {
        TestingRun.complete(
                reporter("legacy13"), TestingRun.header("m"), TestingRun.valid(0, 1, TestingRun.legacyMetrics()));

        assertThat(Files.readString(file).lines())
                .containsExactly(
                        HEADER_12.strip().replace("throughput(out", "throughput(total tok/s),throughput(out"),
                        "1,128,2048,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5");
    }

    @Test
    void hasTheHeaderAtTheBeginningAndEachRowWhenItsCaseEnds() throws IOException {
        try (Reporter reporter = reporter("legacy12")) {
            reporter.begin(TestingRun.header("m"));
            assertThat(Files.readString(file)).isEqualTo(HEADER_12);

            reporter.caseCompleted(TestingRun.valid(0, 1, TestingRun.legacyMetrics()));
            assertThat(parse()).hasSize(1);

            reporter.caseCompleted(TestingRun.valid(1, 16, TestingRun.legacyMetrics()));
            assertThat(parse()).extracting(row -> row.get("batch")).containsExactly("1", "16");
        }
    }

    @Test
    void numbersAreNeitherRoundedNorInScientificNotation() throws IOException {
        MetricValue[] metrics = {
            TestingRun.metric("legacy_p50", Unit.SECONDS, 0.1 + 0.2),
            TestingRun.metric("legacy_p75", Unit.SECONDS, 1.25e-7),
            TestingRun.metric("legacy_throughput_out", Unit.TOKENS_PER_SECOND, 123456789.0),
        };

        TestingRun.complete(reporter("legacy12"), TestingRun.header("m"), TestingRun.valid(0, 1, metrics));

        CSVRecord row = parse().get(0);
        assertThat(row.get("50%(s)")).isEqualTo("0.30000000000000004");
        assertThat(row.get("75%(s)")).isEqualTo("0.000000125");
        assertThat(row.get("throughput(out tok/s)")).isEqualTo("123456789");
        assertThat(row.get("99%(s)")).isEmpty();
    }

    @Test
    void casesThatAreNotValidHaveNoNumbersInTheLegacyTable() throws IOException {
        TestingRun.complete(
                reporter("legacy12"),
                TestingRun.header("m"),
                TestingRun.result(0, 1, CaseStatus.INVALID, List.of("queued"), TestingRun.legacyMetrics()),
                TestingRun.failed(1, "out of memory"));

        assertThat(Files.readString(file).lines())
                .containsExactly(HEADER_12.strip(), "1,128,2048,,,,,,,,,", "64,128,2048,,,,,,,,,");
    }

    @Test
    void theFullTableHasEveryCaseWithStatusAndEveryMetricWithInterval() throws IOException {
        TestingRun.complete(
                reporter("full"),
                TestingRun.header("m"),
                TestingRun.failed(0, "needs 3 GiB, has 2 GiB"),
                TestingRun.result(
                        1,
                        64,
                        CaseStatus.INVALID,
                        List.of("queued: largest live batch 37/64", "preempted"),
                        TestingRun.metric("ttft_mean", Unit.SECONDS, 0.5, 0.25, 0.75)),
                TestingRun.valid(2, 1, TestingRun.metric("requests", Unit.COUNT, 3)));

        List<CSVRecord> rows = parse();
        assertThat(rows).extracting(row -> row.get("status")).containsExactly("FAILED", "INVALID", "VALID");
        assertThat(rows.get(0).get("failure_code")).isEqualTo("OUT_OF_MEMORY");
        assertThat(rows.get(0).get("failure")).isEqualTo("needs 3 GiB, has 2 GiB");
        assertThat(rows.get(0).get("ttft_mean(s)")).isEmpty();
        assertThat(rows.get(1).get("notes")).isEqualTo("queued: largest live batch 37/64; preempted");
        assertThat(rows.get(1).get("ttft_mean(s)")).isEqualTo("0.5");
        assertThat(rows.get(1).get("ttft_mean_low(s)")).isEqualTo("0.25");
        assertThat(rows.get(1).get("ttft_mean_high(s)")).isEqualTo("0.75");
        assertThat(rows.get(2).get("requests(count)")).isEqualTo("3");
        assertThat(rows.get(2).get("ttft_mean_high(s)")).isEmpty();
    }

    @Test
    void theFullTableIsOnDiskAfterEachCase() throws IOException {
        try (Reporter reporter = reporter("full")) {
            reporter.begin(TestingRun.header("m"));
            assertThat(parse()).isEmpty();
            reporter.caseCompleted(TestingRun.valid(0, 1, TestingRun.legacyMetrics()));
            assertThat(parse()).hasSize(1);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void foreignTextIsNoFormulaAndStaysInItsCell() throws IOException {
        TestingRun.complete(
                reporter("full"), TestingRun.header(TestingRun.HOSTILE), TestingRun.failed(0, "@SUM(1)\r\n+2"));

        CSVRecord row = parse().get(0);
        assertThat(row.get("model")).isEqualTo("'" + TestingRun.HOSTILE);
        assertThat(row.get("failure")).isEqualTo("'@SUM(1)\r\n+2");
    }

    @Test
    void legacyTablesNeedTheLegacyMetric() {
        CsvReporterFactory factory = new CsvReporterFactory();
        assertThat(factory.neededMetrics(options(factory, "legacy13"))).containsExactly("legacy");
        assertThat(factory.neededMetrics(options(factory, "full"))).isEmpty();
    }

    private static Options options(CsvReporterFactory factory, String columns) {
        return Options.of(
                "report.csv",
                factory.options(),
                Map.of("columns", new OptionValue(columns, OptionSource.COMMAND_LINE)));
    }
}
