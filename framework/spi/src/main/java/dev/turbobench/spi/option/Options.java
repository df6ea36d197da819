package dev.turbobench.spi.option;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validated options of one component: every declared option that has a value, and nothing else.
 *
 * <p>Values were checked against their {@link OptionSpec} when this was built, so the typed getters fail only for names
 * that were not declared or have neither value nor default.
 */
public final class Options {

    private final String prefix;
    private final Map<String, OptionSpec> specs;
    private final Map<String, OptionValue> values;

    private Options(String prefix, Map<String, OptionSpec> specs, Map<String, OptionValue> values) {
        this.prefix = prefix;
        this.specs = specs;
        this.values = values;
    }

    /**
     * Validate values against declarations.
     *
     * @param prefix what precedes the option's name in messages, for example {@code engine.turbomind}
     * @param declared the declarations; never {@code null}
     * @param given the values by name; names may use dashes for underscores and the other way round
     * @return the options; never {@code null}
     * @throws BenchmarkException if a name is not declared or a value does not fit; the message lists every problem
     */
    public static Options of(String prefix, List<OptionSpec> declared, Map<String, OptionValue> given) {
        Map<String, OptionSpec> specs = new LinkedHashMap<>();
        Map<String, OptionValue> values = new LinkedHashMap<>();
        for (OptionSpec spec : declared) {
            if (specs.put(canonical(spec.name()), spec) != null) {
                throw new IllegalArgumentException("option declared twice: " + spec.name());
            }
            String defaultValue = spec.defaultValue();
            if (defaultValue != null) {
                values.put(canonical(spec.name()), new OptionValue(defaultValue, OptionSource.DEFAULT));
            }
        }
        List<String> problems = new ArrayList<>();
        given.forEach((name, value) -> {
            OptionSpec spec = specs.get(canonical(name));
            if (spec == null) {
                problems.add("unknown option %s.%s; declared are: %s"
                        .formatted(prefix, name, specs.isEmpty() ? "none" : String.join(", ", names(declared))));
                return;
            }
            String problem = problem(spec, value.text());
            if (problem == null) {
                values.put(canonical(name), value);
            } else {
                problems.add("option %s.%s: %s".formatted(prefix, spec.name(), problem));
            }
        });
        if (!problems.isEmpty()) {
            throw new BenchmarkException(INVALID_OPTION, String.join("; ", problems));
        }
        return new Options(prefix, specs, values);
    }

    private static List<String> names(List<OptionSpec> specs) {
        return specs.stream().map(OptionSpec::name).toList();
    }

    private static String canonical(String name) {
        return name.replace('-', '_');
    }

    private static @Nullable String problem(OptionSpec spec, String text) {
        if (!spec.choices().isEmpty() && !spec.choices().contains(text)) {
            return "expected one of %s, found \"%s\"".formatted(String.join(", ", spec.choices()), text);
        }
        try {
            switch (spec.type()) {
                case STRING -> {
                    return null;
                }
                case INTEGER -> Long.parseLong(text);
                case DECIMAL -> {
                    if (!Double.isFinite(Double.parseDouble(text))) {
                        return expected(spec, text);
                    }
                }
                case BOOLEAN -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        return expected(spec, text);
                    }
                }
                case PATH -> {
                    Path unused = Path.of(text);
                }
            }
            return null;
        } catch (NumberFormatException | InvalidPathException e) {
            return expected(spec, text);
        }
    }

    private static String expected(OptionSpec spec, String text) {
        return "expected a %s, found \"%s\"".formatted(spec.type().description(), text);
    }

    /**
     * Get the value of an option with its source.
     *
     * @param name the declared name; never {@code null}
     * @return the value; empty if it was not given and has no default
     */
    public Optional<OptionValue> value(String name) {
        if (!specs.containsKey(canonical(name))) {
            throw new IllegalArgumentException("option not declared: %s.%s".formatted(prefix, name));
        }
        return Optional.ofNullable(values.get(canonical(name)));
    }

    /**
     * Get the text of an option.
     *
     * @param name the declared name; never {@code null}
     * @return the value or the default; never {@code null}
     * @throws BenchmarkException if there is neither
     */
    public String string(String name) {
        return value(name)
                .map(OptionValue::text)
                .orElseThrow(() ->
                        new BenchmarkException(INVALID_OPTION, "option %s.%s is required".formatted(prefix, name)));
    }

    /**
     * Get a whole number.
     *
     * @param name the declared name of an option of type {@link OptionType#INTEGER}
     * @return the value or the default
     */
    public long integer(String name) {
        return Long.parseLong(string(name));
    }

    /**
     * Get a number.
     *
     * @param name the declared name of an option of type {@link OptionType#DECIMAL}
     * @return the value or the default
     */
    public double decimal(String name) {
        return Double.parseDouble(string(name));
    }

    /**
     * Get a truth value.
     *
     * @param name the declared name of an option of type {@link OptionType#BOOLEAN}
     * @return the value or the default
     */
    public boolean flag(String name) {
        return Boolean.parseBoolean(string(name));
    }

    /**
     * Get a path.
     *
     * @param name the declared name of an option of type {@link OptionType#PATH}
     * @return the value or the default; never {@code null}
     */
    public Path path(String name) {
        return Path.of(string(name));
    }

    /**
     * Get all values for reports, secrets replaced by {@code ***}.
     *
     * @return declared name to value, in the order of declaration; options without a value are left out
     */
    public Map<String, OptionValue> redacted() {
        Map<String, OptionValue> result = new LinkedHashMap<>();
        specs.forEach((key, spec) -> {
            OptionValue value = values.get(key);
            if (value != null) {
                result.put(spec.name(), spec.secret() ? new OptionValue("***", value.source()) : value);
            }
        });
        return result;
    }
}
