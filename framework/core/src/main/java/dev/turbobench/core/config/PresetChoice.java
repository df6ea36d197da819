package dev.turbobench.core.config;

import static dev.turbobench.core.config.Setting.COMPLETION_TOKENS;
import static dev.turbobench.core.config.Setting.CONCURRENCY;
import static dev.turbobench.core.config.Setting.MODEL;
import static dev.turbobench.core.config.Setting.PROMPT_TOKENS;

import dev.turbobench.spi.option.OptionSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Chooses the preset and fills in its values.
 *
 * @param settings the settings with those of the preset
 * @param notices what was chosen because nothing was given
 */
record PresetChoice(Settings settings, List<String> notices) {

    PresetChoice {
        notices = List.copyOf(notices);
    }

    static PresetChoice of(Settings settings, Problems problems) {
        List<String> notices = new ArrayList<>();
        boolean noModel = settings.given(MODEL).isEmpty();
        if (noModel) {
            notices.add("no MODEL given: random weights of %s; speed says nothing about a real model"
                    .formatted(MODEL.defaultText()));
        }
        SettingValue chosen = settings.given(Setting.PRESET)
                .orElseGet(
                        () -> SettingValue.of(Setting.PRESET, Preset.DEFAULT.word(), OptionSource.DEFAULT, "default"));
        boolean noMatrix = Stream.of(Setting.PRESET, CONCURRENCY, PROMPT_TOKENS, COMPLETION_TOKENS)
                .allMatch(setting -> settings.given(setting).isEmpty());
        if (noModel && noMatrix) {
            chosen = SettingValue.of(Setting.PRESET, Preset.QUICK.word(), OptionSource.DEFAULT, "default");
            notices.add("no MODEL and no matrix given: the small matrix of --preset quick");
        }
        String word = chosen.text();
        if (Preset.find(word).isEmpty()) {
            problems.add("preset: expected one of %s, found \"%s\"%s"
                    .formatted(Preset.words(), word, Suggestion.hint(word, Preset.words())));
        }
        return new PresetChoice(filled(settings, chosen, Preset.find(word).orElse(Preset.DEFAULT)), notices);
    }

    /** A preset wins over values from sources before its own, for example one on the command line over a file. */
    private static Settings filled(Settings settings, SettingValue chosen, Preset preset) {
        Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);
        values.putAll(settings.values());
        values.put(Setting.PRESET, chosen);
        preset.texts().forEach((setting, text) -> {
            SettingValue given = values.get(setting);
            if (given == null || given.source().compareTo(chosen.source()) < 0) {
                values.put(setting, SettingValue.of(setting, text, chosen.source(), "preset " + preset.word()));
            }
        });
        return new Settings(values, settings.components(), settings.variables());
    }
}
