package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of a section, read with their type and range. */
final class IniSection {

    private final Path file;
    private final Map<String, String> values;

    IniSection(Path file, Map<String, String> values) {
        this.file = file;
        this.values = Map.copyOf(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Set<String> keys() {
        return values.keySet();
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw problem(key, "a value", "nothing");
        }
        return value;
    }

    int integer(String key, int least, int most) {
        String value = text(key);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw problem(key, "a whole number", value);
        }
        throw problem(key, "a whole number from %d to %d".formatted(least, most), value);
    }

    int integer(String key, int least, int most, int absent) {
        return has(key) ? integer(key, least, most) : absent;
    }

    boolean flag(String key) {
        return has(key) && integer(key, 0, 1) == 1;
    }

    double number(String key, double least, double most) {
        String value = text(key);
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw problem(key, "a number", value);
        }
        throw problem(key, "a number from %s to %s".formatted(PythonNumber.of(least), PythonNumber.of(most)), value);
    }

    double number(String key, double least, double most, double absent) {
        return has(key) ? number(key, least, most) : absent;
    }

    List<Integer> integers(String key, int least, int most) {
        List<Integer> result = new ArrayList<>();
        for (String word : text(key).split(" ", -1)) {
            if (!word.isEmpty()) {
                result.add(new IniSection(file, Map.of(key, word)).integer(key, least, most));
            }
        }
        return result;
    }

    BenchmarkException problem(String key, String expected, String found) {
        return new BenchmarkException(
                MODEL_INVALID, "%s: %s: expected %s, found %s".formatted(file, key, expected, Excerpt.of(found)));
    }
}
