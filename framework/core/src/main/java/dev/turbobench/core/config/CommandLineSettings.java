package dev.turbobench.core.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the user wrote on the command line.
 *
 * @param values the texts of each setting that was given
 * @param assignments the values of {@code --set}: {@code KIND.COMPONENT.OPTION=VALUE}
 */
public record CommandLineSettings(Map<Setting, List<String>> values, List<String> assignments) {

    public CommandLineSettings {
        EnumMap<Setting, List<String>> copy = new EnumMap<>(Setting.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
        assignments = List.copyOf(assignments);
    }
}
