package dev.turbobench.core.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Full name of an option of a component.
 *
 * @param kind what the component is
 * @param component name of the component
 * @param option name of the option
 */
record ComponentKey(Kind kind, String component, String option) {

    private static final Pattern SYNTAX = Pattern.compile("(engine|metric|reporter|sampler)\\.([^.]+)\\.(.+)");

    /** What can have options. */
    enum Kind {
        ENGINE,
        METRIC,
        REPORTER,
        SAMPLER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Optional<ComponentKey> parse(String key) {
        Matcher matcher = SYNTAX.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return Optional.of(
                new ComponentKey(kind, matcher.group(2), matcher.group(3).replace('-', '_')));
    }

    String environmentVariable() {
        return EnvironmentSource.PREFIX
                + "%s_%s_%s"
                        .formatted(kind, component, option)
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "%s.%s.%s".formatted(kind.word(), component, option);
    }
}
