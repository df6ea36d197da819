package dev.turbobench.core.config;

import static dev.turbobench.spi.option.OptionSource.COMMAND_LINE;
import static dev.turbobench.spi.option.OptionSource.ENVIRONMENT;
import static dev.turbobench.spi.option.OptionSource.FILE;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Merges the sources of settings: file, environment, command line, later ones winning. */
public final class SettingsReader {

    private final Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);
    private final Map<ComponentKey, SettingValue> components = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Problems problems = new Problems();

    private SettingsReader() {}

    /**
     * Read all sources.
     *
     * @throws ConfigurationException with everything that is wrong in any of them
     */
    public static Settings read(CommandLineSettings commandLine, Map<String, String> environment) {
        SettingsReader reader = new SettingsReader();
        Map<String, String> ours = EnvironmentSource.select(environment);
        reader.readFile(commandLine, ours);
        reader.readEnvironment(ours);
        reader.readCommandLine(commandLine);
        reader.problems.throwIfAny();
        return new Settings(reader.values, reader.components, reader.variables);
    }

    private void readFile(CommandLineSettings commandLine, Map<String, String> environment) {
        List<String> option = commandLine.values().get(Setting.CONFIG);
        String file = option != null
                ? String.join(",", option)
                : environment.getOrDefault(Setting.CONFIG.environmentVariable(), "");
        if (file.isBlank()) {
            return;
        }
        Map<String, ConfigFile.Line> lines = problems.attempt(() -> ConfigFile.read(path(file), problems), Map.of());
        lines.forEach((key, line) -> {
            Optional<Setting> setting = Setting.find(key).filter(found -> found != Setting.CONFIG);
            Optional<ComponentKey> component = ComponentKey.parse(key);
            if (setting.isPresent()) {
                values.put(setting.get(), SettingValue.of(setting.get(), line.value(), FILE, line.origin()));
            } else if (component.isPresent()) {
                components.put(component.get(), new SettingValue(List.of(line.value()), FILE, line.origin()));
            } else {
                problems.add("%s: there is no setting %s%s".formatted(line.origin(), key, hint(key, Setting::key)));
            }
        });
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION,
                    List.of("config: not a file name: \"%s\"".formatted(file)));
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            Optional<Setting> setting = Arrays.stream(Setting.values())
                    .filter(candidate -> candidate.environmentVariable().equals(name))
                    .findFirst();
            if (setting.isPresent()) {
                values.put(setting.get(), SettingValue.of(setting.get(), value, ENVIRONMENT, name));
            } else if (name.matches(EnvironmentSource.PREFIX + "(ENGINE|METRIC|REPORTER|SAMPLER)_.+")) {
                variables.put(name, value);
            } else {
                problems.add("environment variable %s: there is no such setting%s"
                        .formatted(name, hint(name, Setting::environmentVariable)));
            }
        });
    }

    private void readCommandLine(CommandLineSettings commandLine) {
        commandLine.values().forEach((setting, texts) -> {
            List<String> elements = setting.kind().isList()
                    ? texts.stream()
                            .flatMap(text -> SettingValue.split(text).stream())
                            .toList()
                    : texts;
            if (setting.kind() == SettingKind.WORDS && elements.isEmpty()) {
                problems.add("%s: expected %s, found nothing; leave the option out to have the default"
                        .formatted(setting.longName(), setting.label()));
            }
            values.put(setting, new SettingValue(elements, COMMAND_LINE, setting.longName()));
        });
        for (String assignment : commandLine.assignments()) {
            int equals = assignment.indexOf('=');
            Optional<ComponentKey> key =
                    equals < 0 ? Optional.empty() : ComponentKey.parse(assignment.substring(0, equals));
            if (key.isPresent()) {
                String value = assignment.substring(equals + 1);
                components.put(key.get(), new SettingValue(List.of(value), COMMAND_LINE, "--set"));
            } else {
                problems.add(("--set: expected KIND.NAME.OPTION=VALUE, where KIND is engine, metric, reporter or "
                                + "sampler, found \"%s\"")
                        .formatted(assignment));
            }
        }
    }

    private static String hint(String word, Function<Setting, String> name) {
        return Suggestion.hint(word, Arrays.stream(Setting.values()).map(name).toList());
    }
}
