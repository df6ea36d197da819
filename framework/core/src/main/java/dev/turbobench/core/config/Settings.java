package dev.turbobench.core.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was written for each setting in the source that wins.
 *
 * @param values the settings that were given somewhere; defaults are not in it
 * @param components options of components, by full name
 * @param variables environment variables that look like options of components: which, only the loaded plugins can tell
 */
public record Settings(
        Map<Setting, SettingValue> values, Map<ComponentKey, SettingValue> components, Map<String, String> variables) {

    public Settings {
        EnumMap<Setting, SettingValue> copy = new EnumMap<>(Setting.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    public Optional<SettingValue> given(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }
}
