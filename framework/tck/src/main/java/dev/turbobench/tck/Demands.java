package dev.turbobench.tck;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Assertions whose messages say what the contract demands and what was found. */
final class Demands {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private Demands() {}

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in a library that plugins should not need
    static void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new AssertionError(arguments.length == 0 ? message : message.formatted(arguments));
        }
    }

    static void equal(String what, @Nullable Object expected, @Nullable Object found) {
        require(Objects.equals(expected, found), "%s: expected %s, found %s", what, expected, found);
    }

    static <T> T present(String what, @Nullable T value) {
        if (value == null) {
            throw new AssertionError(what + " is null");
        }
        return value;
    }

    static void name(String what, @Nullable String name) {
        require(
                name != null && NAME.matcher(name).matches(),
                "%s: expected lower-case letters, digits and dashes, found \"%s\"",
                what,
                name);
    }

    static void text(String what, @Nullable String text) {
        require(text != null && !text.isBlank(), "%s says nothing", what);
    }

    static void distinct(String what, Collection<?> values) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            require(seen.add(value), "%s: %s occurs twice", what, value);
        }
    }
}
