package dev.turbobench.core.config;

import static dev.turbobench.core.config.Setting.CONCURRENCY;
import static dev.turbobench.core.config.Setting.CONFIG;
import static dev.turbobench.core.config.Setting.CSV;
import static dev.turbobench.core.config.Setting.SEED;
import static dev.turbobench.core.config.Setting.TOP_K;
import static dev.turbobench.core.config.Setting.TP;
import static dev.turbobench.spi.option.OptionSource.COMMAND_LINE;
import static dev.turbobench.spi.option.OptionSource.ENVIRONMENT;
import static dev.turbobench.spi.option.OptionSource.FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("bench.conf"), text);
    }

    private static CommandLineSettings commandLine(Map<Setting, List<String>> values, String... assignments) {
        return new CommandLineSettings(values, List.of(assignments));
    }

    private Settings read(String fileText, Map<String, String> environment, Map<Setting, List<String>> values)
            throws IOException {
        EnumMap<Setting, List<String>> all = new EnumMap<>(Setting.class);
        all.putAll(values);
        all.put(CONFIG, List.of(file(fileText).toString()));
        return SettingsReader.read(commandLine(all), environment);
    }

    @Test
    void laterSourcesWinAndEveryValueKeepsItsSource() throws IOException {
        Settings settings = read(
                """
                # a comment
                concurrency = 1, 2
                tp = 2

                top_k = 3
                csv =
                """,
                Map.of("TURBOBENCH_TP", "4", "TURBOBENCH_TOP_K", "5", "HOME", "/home"),
                Map.of(TOP_K, List.of("7")));

        assertThat(settings.values().get(CONCURRENCY).texts()).containsExactly("1", "2");
        assertThat(settings.values().get(CONCURRENCY).source()).isEqualTo(FILE);
        assertThat(settings.values().get(CONCURRENCY).origin()).endsWith("bench.conf line 2");
        assertThat(settings.values().get(CSV).text()).isEmpty();
        assertThat(settings.values().get(TP)).isEqualTo(new SettingValue(List.of("4"), ENVIRONMENT, "TURBOBENCH_TP"));
        assertThat(settings.values().get(TOP_K)).isEqualTo(new SettingValue(List.of("7"), COMMAND_LINE, "--top-k"));
        assertThat(settings.given(SEED)).isEmpty();
    }

    @Test
    void theFileCanBeNamedByTheEnvironment() throws IOException {
        String file = file("seed = 9").toString();
        Settings settings = SettingsReader.read(commandLine(Map.of()), Map.of("TURBOBENCH_CONFIG", file));
        assertThat(settings.values().get(SEED).text()).isEqualTo("9");
    }

    @Test
    void readsOptionsOfComponents() throws IOException {
        String file = file("engine.turbomind.cache-block-seq-len = 128\nreporter.csv.columns = a,b")
                .toString();
        Settings settings = SettingsReader.read(
                commandLine(Map.of(CONFIG, List.of(file)), "engine.turbomind.cache_block_seq_len=32", "metric.x.y=a=b"),
                Map.of("TURBOBENCH_ENGINE_TURBOMIND_CACHE_BLOCK_SEQ_LEN", "16"));

        assertThat(settings.components().keySet())
                .extracting(ComponentKey::toString)
                .containsExactly("engine.turbomind.cache_block_seq_len", "reporter.csv.columns", "metric.x.y");
        assertThat(settings.components().values())
                .extracting(SettingValue::text)
                .containsExactly("32", "a,b", "a=b");
        assertThat(settings.variables()).containsKey("TURBOBENCH_ENGINE_TURBOMIND_CACHE_BLOCK_SEQ_LEN");
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() throws IOException {
        String file = file("""
                        concurency = 1
                        no equals sign
                        tp = 1
                        tp = 2
                        config = other
                        """).toString();

        ConfigurationException error = catchThrowableOfType(
                ConfigurationException.class,
                () -> SettingsReader.read(
                        commandLine(Map.of(CONFIG, List.of(file)), "engine=1"), Map.of("TURBOBENCH_SEEED", "1")));

        assertThat(error.problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("line 2", "expected key = value"),
                        problem -> assertThat(problem).contains("line 4", "tp was set in line 3 already"),
                        problem -> assertThat(problem).contains("line 1", "did you mean concurrency?"),
                        problem -> assertThat(problem).contains("line 5", "no setting config"),
                        problem -> assertThat(problem).contains("TURBOBENCH_SEEED", "TURBOBENCH_SEED?"),
                        problem -> assertThat(problem).contains("--set", "\"engine=1\""));
        assertThat(error).hasMessageStartingWith("6 problems: (1) ").hasMessageContaining("; (6) ");
    }

    @Test
    void variablesThatOthersReadAreNotSettings() {
        Map<String, String> environment =
                Map.of("TURBOBENCH_OPTS", "-Xmx1g", "TURBOBENCH_NO_BUILD", "1", "TURBOBENCH_LIBRARY_PATH", "/opt/cuda");
        assertThat(SettingsReader.read(commandLine(Map.of()), environment).values())
                .isEmpty();
    }

    @Test
    void tellsWhyAFileCannotBeRead() throws IOException {
        Path missing = folder.resolve("gone.conf");
        assertThatThrownBy(() ->
                        SettingsReader.read(commandLine(Map.of(CONFIG, List.of(missing.toString()))), Map.of()))
                .hasMessageContaining("there is no file")
                .hasMessageContaining("gone.conf");
        Path binary = Files.write(folder.resolve("binary"), "tp = é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SettingsReader.read(commandLine(Map.of(CONFIG, List.of(binary.toString()))), Map.of()))
                .hasMessageContaining("not UTF-8");
    }
}
