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

    /** The same with one setting given or given anew. */
    public CommandLineSettings with(Setting setting, String text) {
        EnumMap<Setting, List<String>> changed = new EnumMap<>(Setting.class);
        changed.putAll(values);
        changed.put(setting, List.of(text));
        return new CommandLineSettings(changed, assignments);
    }
}
