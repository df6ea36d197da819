package dev.turbobench.core.config;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file with settings, one {@code key = value} a line, in UTF-8.
 *
 * <p>Keys are those of the long options, or {@code KIND.COMPONENT.OPTION}. Lines that start with {@code #} and empty lines
 * are ignored; there are no escapes, so a backslash is a backslash. A key must not occur twice.
 */
final class ConfigFile {

    private ConfigFile() {}

    /** A value and the place where it stands. */
    record Line(String value, String origin) {}

    static Map<String, Line> read(Path file, Problems problems) {
        Map<String, Line> result = new LinkedHashMap<>();
        Map<String, Integer> numbers = new TreeMap<>();
        int number = 0;
        for (String text : lines(file)) {
            number++;
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String origin = "%s line %d".formatted(file, number);
            int equals = line.indexOf('=');
            if (equals < 1) {
                problems.add("%s: expected key = value, found \"%s\"".formatted(origin, line));
                continue;
            }
            String key = line.substring(0, equals).strip();
            Integer earlier = numbers.putIfAbsent(key.replace('_', '-'), number);
            if (earlier != null) {
                problems.add("%s: %s was set in line %d already".formatted(origin, key, earlier));
                continue;
            }
            result.put(key, new Line(line.substring(equals + 1).strip(), origin));
        }
        return result;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new BenchmarkException(INVALID_CONFIGURATION, "config: there is no file %s".formatted(file), e);
        } catch (CharacterCodingException e) {
            throw new BenchmarkException(INVALID_CONFIGURATION, "config: %s is not UTF-8 text".formatted(file), e);
        } catch (IOException e) {
            throw new BenchmarkException(
                    INVALID_CONFIGURATION, "config: %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
