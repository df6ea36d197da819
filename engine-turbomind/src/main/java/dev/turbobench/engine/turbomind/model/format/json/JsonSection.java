package dev.turbobench.engine.turbomind.model.format.json;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorCodeSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON file with checked access to its values. A value of {@code null} counts as absent, and a number in
 * quotes is not a number.
 */
public final class JsonSection {

    private final ObjectNode node;
    private final String source;
    private final String prefix;

    /**
     * The whole file.
     *
     * @param node the object
     * @param source name of the file, for messages
     */
    public JsonSection(ObjectNode node, String source) {
        this(node, source, "");
    }

    private JsonSection(ObjectNode node, String source, String prefix) {
        this.node = node;
        this.source = source;
        this.prefix = prefix;
    }

    /** Tell whether there is a value. */
    public boolean has(String key) {
        return value(key) != null;
    }

    /** Tell whether the key is there, be its value {@code null}. */
    public boolean mentions(String key) {
        return node.has(key);
    }

    /** Get an object inside this one. */
    public Optional<JsonSection> section(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(new JsonSection(object, source, prefix + key + "."));
        }
        throw unexpected(key, "an object", value);
    }

    /** Get an integer from 1 to {@code most}. */
    public int positiveInt(String key, int most) {
        return optionalInt(key, 1, most)
                .orElseThrow(() -> unexpected(key, "an integer from 1 to %d".formatted(most), null));
    }

    /** Get an integer within limits. */
    public OptionalInt optionalInt(String key, int least, int most) {
        JsonNode value = value(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(toInt(key, value, least, most));
    }

    /** Get an integer, or all integers of a list, within limits. */
    public List<Integer> ints(String key, int least, int most) {
        JsonNode value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(toInt(key, value, least, most));
        }
        List<Integer> result = new ArrayList<>();
        value.forEach(each -> result.add(toInt(key, each, least, most)));
        return List.copyOf(result);
    }

    private int toInt(String key, JsonNode value, int least, int most) {
        if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt()) {
            int number = value.intValue();
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw unexpected(key, "an integer from %d to %d".formatted(least, most), value);
    }

    /** Get a finite number that is greater than {@code above}. */
    public double number(String key, double above) {
        return optionalNumber(key, above).orElseThrow(() -> unexpected(key, "a number above " + above, null));
    }

    /** Get a finite number that is greater than {@code above}. */
    public OptionalDouble optionalNumber(String key, double above) {
        JsonNode value = value(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (number > above && number < Double.POSITIVE_INFINITY) {
            return OptionalDouble.of(number);
        }
        throw unexpected(key, "a finite number above " + above, value);
    }

    /** Get a finite number that is 0 or greater. */
    public double nonNegative(String key, double absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (number >= 0 && number < Double.POSITIVE_INFINITY) {
            return number;
        }
        throw unexpected(key, "a finite number of at least 0", value);
    }

    /** Get true or false. */
    public boolean flag(String key, boolean absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw unexpected(key, "true or false", value);
    }

    /** Get a string. */
    public Optional<String> string(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        throw unexpected(key, "a string", value);
    }

    /** Get a list of strings; empty if absent. */
    public List<String> strings(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return List.of();
        }
        List<String> result = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw unexpected(key, "a list of strings", each);
            }
            result.add(each.textValue());
        }
        if (!value.isArray()) {
            throw unexpected(key, "a list of strings", value);
        }
        return List.copyOf(result);
    }

    /** Make an exception about one value: {@code source: key: problem}. */
    public BenchmarkException problem(ErrorCodeSupplier code, String key, String problem) {
        return new BenchmarkException(code, "%s: %s%s: %s".formatted(source, prefix, key, problem));
    }

    private BenchmarkException unexpected(String key, String expected, @Nullable JsonNode found) {
        return problem(MODEL_INVALID, key, "expected %s, found %s".formatted(expected, JsonFile.kind(found)));
    }

    private @Nullable JsonNode value(String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }
}
