package dev.turbobench.core.config;

import dev.turbobench.spi.option.OptionSource;
import java.util.List;

/**
 * What was written for a setting.
 *
 * @param texts one text, or one for each element of a list
 * @param source kind of place where it was written
 * @param origin the exact place, for messages
 */
public record SettingValue(List<String> texts, OptionSource source, String origin) {

    public SettingValue {
        texts = List.copyOf(texts);
    }

    static SettingValue of(Setting setting, String text, OptionSource source, String origin) {
        return new SettingValue(setting.kind().isList() ? split(text) : List.of(text), source, origin);
    }

    static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    /** The value as one text. */
    public String text() {
        return String.join(",", texts);
    }
}
