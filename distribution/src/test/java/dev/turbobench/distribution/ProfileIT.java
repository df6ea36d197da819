package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs of real models on the CPU, through the launcher. */
class ProfileIT {

    private static final List<String> LEGACY_COLUMNS = List.of(
            "batch",
            "prompt_tokens",
            "completion_tokens",
            "throughput(out tok/s)",
            "mem(GB)",
            "FTL(ave)(s)",
            "FTL(min)(s)",
            "FTL(max)(s)",
            "50%(s)",
            "75%(s)",
            "95%(s)",
            "99%(s)");

    @TempDir
    private Path scratch;

    @Test
    void showsAResultWithoutBeingToldAnything() throws IOException {
        Execution run = turbobench(scratch, "profile", "--preset", "quick");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).contains("synthetic:tiny");
        List<CSVRecord> rows = legacyTable(scratch.resolve("profile_generation.csv"));
        assertThat(rows)
                .extracting(row -> "%s %s %s".formatted(row.get(0), row.get(1), row.get(2)))
                .containsExactly("1 1 16", "1 32 16", "1 32 64", "4 1 16", "4 32 16", "4 32 64");
        assertThat(rows).allSatisfy(ProfileIT::hangsTogether);
    }

    @Test
    void measuresACheckpoint() throws IOException {
        Path model = TestingInstallation.sources()
                .resolve("engine-turbomind/src/test/resources/goldens/llama3-gqa")
                .toRealPath();

        Execution run = turbobench(
                scratch,
                "profile",
                model.toString(),
                "--device",
                "cpu",
                "-c",
                "1",
                "3",
                "-pt",
                "1",
                "8",
                "8",
                "-ct",
                "8",
                "4",
                "1",
                "--test-round",
                "2",
                "--csv",
                "out.csv");

        assertThat(run.exitCode()).as("%s", run).isZero();
        List<CSVRecord> rows = legacyTable(scratch.resolve("out.csv"));
        assertThat(rows)
                .extracting(row -> "%s %s %s".formatted(row.get(0), row.get(1), row.get(2)))
                .containsExactly("1 1 8", "1 8 4", "1 8 1", "3 1 8", "3 8 4", "3 8 1");
        assertThat(rows).allSatisfy(ProfileIT::hangsTogether);
    }

    /** The relations that hold for the numbers of every case, whatever the machine. */
    private static void hangsTogether(CSVRecord row) {
        List<Double> numbers = new ArrayList<>();
        for (String column : LEGACY_COLUMNS.subList(3, 12)) {
            if (!column.equals("mem(GB)")) {
                numbers.add(Double.parseDouble(row.get(column)));
            }
        }
        assertThat(numbers.get(0)).as("throughput").isPositive();
        assertThat(numbers.get(1)).as("FTL").isBetween(numbers.get(2), numbers.get(3));
        assertThat(numbers.subList(4, 8)).as("percentiles").isSorted();
    }

    private static List<CSVRecord> legacyTable(Path file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = format.parse(reader)) {
            assertThat(parser.getHeaderNames()).isEqualTo(LEGACY_COLUMNS);
            return parser.getRecords();
        }
    }
}
