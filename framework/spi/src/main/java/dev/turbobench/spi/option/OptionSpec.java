package dev.turbobench.spi.option;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Declaration of one option of a component; users set it with {@code --set KIND.COMPONENT.NAME=VALUE}.
 *
 * @param name lower case with underscores or dashes between words, for example {@code cache_block_seq_len}
 * @param type how the value is read
 * @param defaultValue the value when none is given; {@code null} if there is none
 * @param description one sentence with the unit of the value
 * @param choices the permitted values; empty if any value of the type is permitted
 * @param secret true if the value must not appear in output or reports
 */
public record OptionSpec(
        String name,
        OptionType type,
        @Nullable String defaultValue,
        String description,
        List<String> choices,
        boolean secret) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([_-][a-z0-9]+)*");

    public OptionSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("option name must be lower case words: \"%s\"".formatted(name));
        }
        choices = List.copyOf(choices);
    }

    /**
     * Declare an option that is neither secret nor limited to choices.
     *
     * @param name the name; never {@code null}
     * @param type how the value is read; never {@code null}
     * @param defaultValue the default; {@code null} if there is none
     * @param description one sentence; never {@code null}
     * @return the declaration; never {@code null}
     */
    public static OptionSpec option(String name, OptionType type, @Nullable String defaultValue, String description) {
        return new OptionSpec(name, type, defaultValue, description, List.of(), false);
    }

    /**
     * Declare an option with a closed set of values.
     *
     * @param name the name; never {@code null}
     * @param defaultValue the default; {@code null} if there is none
     * @param description one sentence; never {@code null}
     * @param choices the permitted values; never empty
     * @return the declaration; never {@code null}
     */
    public static OptionSpec choice(String name, @Nullable String defaultValue, String description, String... choices) {
        return new OptionSpec(name, OptionType.STRING, defaultValue, description, List.of(choices), false);
    }
}
