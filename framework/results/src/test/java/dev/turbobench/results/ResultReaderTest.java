package dev.turbobench.results;

import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultReaderTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final RunResults RUN = RunResults.ended(TestingResults.header(), TestingResults.summary());

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("run.json");
    }

    private void write(ObjectNode document) throws IOException {
        Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> ResultReader.read(file))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(RESULT_INVALID.code()))
                .hasMessageStartingWith(file + ": expected a result of TurboBench, but ")
                .hasMessageNotContainingAny("\n", "\0")
                .message()
                .contains(parts);
    }

    private void assertRefused(ObjectNode document, String... parts) throws IOException {
        write(document);
        assertRefused(parts);
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        write(ResultDocument.of(RUN));
        assertThat(ResultReader.read(file)).containsExactly(RUN);

        RunResults cutOff = RunResults.cutOff(TestingResults.bareHeader(), TestingResults.results());
        write(ResultDocument.of(cutOff));
        assertThat(ResultReader.read(file)).containsExactly(cutOff);

        write(ResultDocument.ofAll(List.of(RUN, cutOff)));
        assertThat(ResultReader.read(file)).containsExactly(RUN, cutOff);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(ResultLines.header(RUN.header()));
        RUN.results().forEach(result -> lines.add(ResultLines.caseEnded(result)));
        lines.add(ResultLines.end(TestingResults.summary()));
        return lines;
    }

    @Test
    void readsBackLines() throws IOException {
        Files.writeString(file, String.join("", lines()));

        assertThat(ResultReader.read(file)).containsExactly(RUN);
    }

    @Test
    void linesCanBeCutOffAnywhere() throws IOException {
        byte[] bytes = String.join("", lines()).getBytes(UTF_8);
        int headerEnd = lines().get(0).getBytes(UTF_8).length;
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int end = headerEnd + random.nextInt(bytes.length - headerEnd - 1);
            Files.write(file, Arrays.copyOf(bytes, end));

            RunResults read = ResultReader.read(file).get(0);

            assertThat(read.header()).isEqualTo(RUN.header());
            assertThat(read.summary()).isNull();
            assertThat(read.results())
                    .isEqualTo(RUN.results().subList(0, read.results().size()));
        }
    }

    @Test
    void blocksThatWereNeverWrittenAreNotResults() throws IOException {
        Files.writeString(file, lines().get(0) + lines().get(1) + "\0".repeat(4096));

        assertThat(ResultReader.read(file).get(0).results())
                .containsExactly(RUN.results().get(0));
    }

    @Test
    void linesOfWhichTheFirstIsCutOffHoldNothing() throws IOException {
        Files.writeString(file, lines().get(0).substring(0, 100));

        assertRefused("it is cut off");
    }

    @Test
    void damagedLinesAreNamed() throws IOException {
        Files.writeString(file, lines().get(0) + lines().get(1).substring(9) + lines().get(2));

        assertRefused("line 2 is damaged");
    }

    @Test
    void aCaseThatWasRunAgainCountsOnce() throws IOException {
        CaseResult before = RUN.results().get(0);
        CaseResult interrupted =
                new CaseResult(before.spec(), 2, CaseStatus.SKIPPED, List.of("interrupted"), null, 0, List.of());
        String end = ResultLines.end(new RunSummary(TestingResults.summary().ended(), true, List.of()));
        Files.writeString(file, lines().get(0) + ResultLines.caseEnded(interrupted) + end + lines().get(1));

        RunResults read = ResultReader.read(file).get(0);

        assertThat(read.results()).containsExactly(before);
        assertThat(read.summary()).isNull();
    }

    @Test
    void anotherVersionOfTheSchemaIsRefusedByName() throws IOException {
        assertRefused(
                ResultDocument.of(RUN).put("schema_version", "2.3"), "its schema is version 2.3", "reads version 1");
        assertRefused(ResultDocument.of(RUN).put("schema_version", "new"), "/schema_version: expected a version");
        ObjectNode later = ResultDocument.of(RUN).put("schema_version", "1.99").put("added_later", true);
        write(later);
        assertThat(ResultReader.read(file)).containsExactly(RUN);
    }

    @Test
    void othersFilesAreRefused() throws IOException {
        assertRefused("there is no such file");
        Files.writeString(file, "");
        assertRefused("not a result of TurboBench");
        Files.writeString(file, "model,batch\nllama,1\n");
        assertRefused("it is not JSON");
        Files.writeString(file, "{\"cases\": []}");
        assertRefused("not a result of TurboBench");
        Files.writeString(file, "[1, 2]");
        assertRefused("not a result of TurboBench");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertRefused("it is not");
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused("directory");
    }

    @Test
    void aDocumentThatIsCutOffIsRefusedAndItsLinesAreNamed() throws IOException {
        write(ResultDocument.of(RUN));
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertRefused("it is cut off");

        Files.createFile(folder.resolve("run.json.partial.jsonl"));
        assertRefused("it is cut off; what was measured is in " + file + ".partial.jsonl");
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() throws IOException {
        ObjectNode status = ResultDocument.of(RUN);
        ((ObjectNode) status.at("/cases/1")).put("status", "GOOD\n\0");
        assertRefused(status, "/cases/1/status: expected one of [VALID, INVALID, FAILED, SKIPPED], found \"GOOD");
        ObjectNode number = ResultDocument.of(RUN);
        ((ObjectNode) number.at("/cases/0/metrics/throughput_out")).put("value", "12");
        assertRefused(number, "/cases/0/metrics/throughput_out/value: expected a number or null, found \"12\"");
        ObjectNode huge = ResultDocument.of(RUN);
        ((ObjectNode) huge.at("/cases/0")).put("concurrency", 1L << 40);
        assertRefused(huge, "/cases/0/concurrency: expected a whole number of 32 bits");
        ObjectNode negative = ResultDocument.of(RUN);
        ((ObjectNode) negative.at("/cases/0")).put("concurrency", -1);
        assertRefused(negative, "/cases/0: concurrency and lengths must be positive");
        ObjectNode missing = ResultDocument.of(RUN);
        missing.remove("cases");
        assertRefused(missing, "/cases is missing");
        ObjectNode undefined = ResultDocument.of(RUN);
        undefined.putObject("metric_definitions");
        assertRefused(undefined, "/cases/0/metrics/throughput_out: there is no definition");
        ObjectNode column = ResultDocument.of(RUN);
        ((ObjectNode) column.at("/cases/0/details/rounds/0/timeline")).putArray("waiting");
        assertRefused(column, "/cases/0/details/rounds/0/timeline/waiting: expected 2 values, found 0");
    }

    @Test
    void hostileStructuresAreRefused() throws IOException {
        Files.writeString(file, "[".repeat(1_000_000));
        assertRefused("it is not JSON");
        Files.writeString(file, "{\"schema_version\": \"1.1\", \"schema_version\": \"1.1\"}");
        assertRefused("Duplicate field");
        Files.writeString(file, "{\"schema_version\": " + "9".repeat(100_000) + "}");
        assertRefused("it is not JSON");
        write(ResultDocument.of(RUN));
        Files.writeString(file, Files.readString(file) + "{}");
        assertRefused("it is not JSON");
    }
}
