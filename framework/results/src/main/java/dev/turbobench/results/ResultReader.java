package dev.turbobench.results;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;
import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files with results, of which nothing is trusted. */
public final class ResultReader {

    private static final long MOST_BYTES = 1L << 29;

    // A file with two values of one name, or with something after its end, is not one that was written here.
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private ResultReader() {}

    /**
     * Read a file: the document of one run or of several, or the lines of a run, ended or not.
     *
     * @param file the file; never {@code null}
     * @return the runs in it, at least one; never {@code null}
     * @throws BenchmarkException if it is not such a file, or of a later version, or damaged
     */
    public static List<RunResults> read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new FormatException("it is larger than %d MiB".formatted(MOST_BYTES >> 20));
            }
            byte[] content = Files.readAllBytes(file);
            return hasLines(content) ? List.of(new LinesInput(JSON).read(content)) : document(content);
        } catch (FormatException e) {
            throw invalid(file, String.valueOf(e.getMessage()));
        } catch (JsonEOFException e) {
            throw invalid(file, cutOff(file));
        } catch (JsonProcessingException e) {
            throw invalid(file, "it is not JSON: %s".formatted(oneLine(e.getOriginalMessage())));
        } catch (NoSuchFileException e) {
            throw invalid(file, "there is no such file");
        } catch (CharConversionException e) {
            throw invalid(file, "it is not a text in UTF-8");
        } catch (IOException e) {
            throw invalid(file, oneLine(String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            throw new BenchmarkException(
                    OUT_OF_MEMORY, "%s: its content does not fit into the heap; use -Xmx".formatted(file), e);
        }
    }

    private static boolean hasLines(byte[] content) throws IOException {
        try {
            return LinesInput.isFirst(JSON.readTree(content, 0, LinesInput.lineEnd(content, 0)));
        } catch (JsonProcessingException | CharConversionException e) {
            return false;
        }
    }

    private static List<RunResults> document(byte[] content) throws IOException {
        Input root = new Input(JSON.readTree(content), "");
        SchemaVersion.check(root);
        if (root.optional("runs").isEmpty()) {
            return List.of(run(root));
        }
        List<RunResults> runs = new ArrayList<>();
        root.member("runs").elements().forEach(run -> runs.add(run(run)));
        if (runs.isEmpty()) {
            throw new FormatException("there is no run in it");
        }
        return runs;
    }

    private static RunResults run(Input document) {
        RunHeader header = HeaderInput.read(document);
        Input definitions = document.member("metric_definitions");
        List<CaseResult> results = document.member("cases").elements().stream()
                .map(result -> CaseInput.read(result, definitions))
                .toList();
        if (document.optional("ended").isEmpty()) {
            return RunResults.cutOff(header, results);
        }
        boolean interrupted = document.flag("interrupted");
        return RunResults.ended(header, new RunSummary(document.instant("ended"), interrupted, results));
    }

    private static String cutOff(Path file) {
        Path lines = Path.of(file + ".partial.jsonl");
        return Files.exists(lines) ? "it is cut off; what was measured is in " + lines : "it is cut off";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    }

    private static BenchmarkException invalid(Path file, String reason) {
        return new BenchmarkException(
                RESULT_INVALID, "%s: expected a result of TurboBench, but %s".formatted(file, reason));
    }
}
