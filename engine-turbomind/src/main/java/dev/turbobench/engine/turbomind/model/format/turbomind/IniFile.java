package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The part of the INI syntax that Python's configparser writes: sections, {@code key = value}, comment lines. */
final class IniFile {

    private static final long LARGEST = 1 << 20;

    private IniFile() {}

    /** Read a file into section, key, value; keys are in lower case. */
    static Map<String, Map<String, String>> read(Path file) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = null;
        int number = 0;
        for (String line : text(file).split("\r?\n", -1)) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (content.startsWith("[") && content.endsWith("]")) {
                section = new LinkedHashMap<>();
                if (sections.put(content.substring(1, content.length() - 1), section) != null) {
                    throw invalid(file, number, "expected every section once, found again " + Excerpt.of(content));
                }
                continue;
            }
            int equals = content.indexOf('=');
            if (section == null || equals < 1) {
                throw invalid(file, number, "expected [section] or key = value, found " + Excerpt.of(content));
            }
            String key = content.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (section.put(key, content.substring(equals + 1).strip()) != null) {
                throw invalid(file, number, "expected every key once, found again " + Excerpt.of(key));
            }
        }
        return sections;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BenchmarkException(
                        MODEL_INVALID,
                        "%s: expected at most %d bytes, found %d".formatted(file, LARGEST, Files.size(file)));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BenchmarkException(MODEL_INVALID, file + ": expected UTF-8 text, found other bytes", e);
        } catch (IOException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: cannot be read: %s".formatted(file, JsonFile.reason(e)), e);
        }
    }

    private static BenchmarkException invalid(Path file, int line, String problem) {
        return new BenchmarkException(MODEL_INVALID, "%s line %d: %s".formatted(file, line, problem));
    }
}
