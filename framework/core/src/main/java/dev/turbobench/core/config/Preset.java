package dev.turbobench.core.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A matrix to start from; settings that are given for themselves replace its values. */
public enum Preset {
    /** Shows a result in well under a minute on two cores and a tiny model. */
    QUICK("1,4", "1,32,32", "16,16,64", "3"),
    /** The matrix of the method. */
    DEFAULT("1,16,32,64", "1,128,128,2048,2048", "128,128,2048,128,2048", "10"),
    /** The same lengths with every power of 2 up to 128 as concurrency. */
    FULL("1,2,4,8,16,32,64,128", "1,128,128,2048,2048", "128,128,2048,128,2048", "10");

    private final Map<Setting, String> texts;

    Preset(String concurrency, String promptTokens, String completionTokens, String testRounds) {
        this.texts = Map.of(
                Setting.CONCURRENCY, concurrency,
                Setting.PROMPT_TOKENS, promptTokens,
                Setting.COMPLETION_TOKENS, completionTokens,
                Setting.TEST_ROUND, testRounds);
    }

    static Optional<Preset> find(String word) {
        return Arrays.stream(values())
                .filter(preset -> preset.word().equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Preset::word).toList();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<Setting, String> texts() {
        return texts;
    }
}
