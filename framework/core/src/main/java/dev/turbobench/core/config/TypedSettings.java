package dev.turbobench.core.config;

import dev.turbobench.spi.option.OptionSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads settings as what they mean. What cannot be read is added to the problems and replaced by something harmless, so
 * that reading can go on.
 */
public final class TypedSettings {

    private final Settings settings;
    private final Problems problems;

    public TypedSettings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** What was given, or the default. */
    public SettingValue value(Setting setting) {
        return settings.given(setting)
                .orElseGet(() -> SettingValue.of(setting, setting.defaultText(), OptionSource.DEFAULT, "default"));
    }

    public String text(Setting setting) {
        return value(setting).text();
    }

    public List<String> words(Setting setting) {
        return value(setting).texts();
    }

    public int wholeNumber(Setting setting) {
        return parse(setting, text(setting), "a whole number", Integer::parseInt, 1);
    }

    public int positiveNumber(Setting setting) {
        int number = wholeNumber(setting);
        if (number < 1) {
            problems.add(message(setting, "a whole number of 1 or more", text(setting)));
            return 1;
        }
        return number;
    }

    public long longNumber(Setting setting) {
        return parse(setting, text(setting), "a whole number", Long::parseLong, 1L);
    }

    public double decimal(Setting setting) {
        return parse(setting, text(setting), "a number", Double::parseDouble, 1.0);
    }

    public List<Integer> wholeNumbers(Setting setting) {
        List<Integer> numbers = new ArrayList<>();
        for (String words : words(setting)) {
            for (String text : words.strip().split("\\s+")) {
                numbers.add(parse(setting, text, "whole numbers", Integer::parseInt, 1));
            }
        }
        return numbers;
    }

    public boolean flag(Setting setting) {
        String text = text(setting);
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(message(setting, "true or false", text));
        }
        return text.equals("true");
    }

    public Path path(Setting setting, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problems.add(message(setting, "a file name", text));
            return Path.of("");
        }
    }

    private <T> T parse(Setting setting, String text, String expected, Function<String, T> parser, T alternative) {
        try {
            return parser.apply(text.strip());
        } catch (NumberFormatException e) {
            problems.add(message(setting, expected, text));
            return alternative;
        }
    }

    private String message(Setting setting, String expected, String text) {
        SettingValue value = value(setting);
        String place = switch (value.source()) {
            case COMMAND_LINE, DEFAULT -> "";
            case FILE, ENVIRONMENT -> " (%s)".formatted(value.origin());
        };
        return "%s: expected %s, found \"%s\"%s".formatted(setting.key(), expected, text, place);
    }
}
