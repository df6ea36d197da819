package dev.turbobench.core.cli;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.Setting;
import dev.turbobench.core.config.SettingKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes options from settings and gets back what was written for them, still as text. */
final class SettingOptions {

    private static final String SET = "--set";

    private SettingOptions() {}

    static void addSettings(CommandSpec command, Collection<Setting> settings) {
        settings.forEach(setting -> command.addOption(option(setting)));
    }

    /** Add the options of settings, and the one that sets options of components. */
    static void add(CommandSpec command, Collection<Setting> settings) {
        addSettings(command, settings);
        command.addOption(OptionSpec.builder(SET)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("KEY=VALUE")
                .description("Option of a component: engine.NAME.OPTION=VALUE; repeatable.")
                .build());
    }

    private static OptionSpec option(Setting setting) {
        List<String> names = new ArrayList<>(setting.shortNames());
        names.add(setting.longName());
        OptionSpec.Builder builder = OptionSpec.builder(names.toArray(String[]::new))
                .paramLabel(setting.label())
                .description(description(setting));
        return switch (setting.kind()) {
            case FLAG -> builder.arity("0").type(boolean.class).build();
            case TEXT -> builder.arity("1").type(String.class).build();
            case WORDS ->
                builder.arity("1").type(List.class).auxiliaryTypes(String.class).build();
            case NUMBERS ->
                builder.arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .parameterConsumer(new WholeNumbersConsumer())
                        .build();
        };
    }

    private static String description(Setting setting) {
        boolean plain = setting.defaultText().isEmpty() || setting.defaultText().equals("false");
        // Picocli would take a percent sign as the start of a variable.
        String text = setting.description().replace("%", "%%");
        return plain ? text : text + " Default: " + setting.defaultText().replace("%", "%%");
    }

    static CommandLineSettings read(ParseResult result) {
        Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            OptionSpec option = result.commandSpec().findOption(setting.longName());
            // Picocli does not count options with a parameter consumer as matched.
            boolean consumed = setting.kind() == SettingKind.NUMBERS && option != null && option.getValue() != null;
            if (option != null && (consumed || result.hasMatchedOption(option))) {
                values.put(setting, texts(option));
            }
        }
        List<String> assignments = result.hasMatchedOption(SET) ? texts(result.matchedOption(SET)) : List.of();
        return new CommandLineSettings(values, assignments);
    }

    private static List<String> texts(OptionSpec option) {
        Object value = option.getValue();
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return List.of(String.valueOf(value));
    }
}
