package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.CommandLineSettings;
import dev.turbobench.core.config.Setting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParseResult;

/** How the arguments of {@code profile} are split into options and MODEL. */
class ProfileArgumentsTest {

    private final CommandLine root = Commands.create(new TestingProgram(Path.of("none")).environment());

    private ParseResult parse(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "profile";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return root.parseArgs(CommandLineProgram.withDashes(all)).subcommand();
    }

    private static List<String> texts(ParseResult result, Setting setting) {
        CommandLineSettings settings = SettingOptions.read(result);
        return settings.values().getOrDefault(setting, List.of());
    }

    private static String model(ParseResult result) {
        return result.matchedPositionalValue(0, "");
    }

    @Test
    void listOptionsDoNotSwallowTheModel() {
        ParseResult result = parse("-c", "1", "16", "-pt", "8", "-ct", "8", "synthetic:tiny");
        assertThat(model(result)).isEqualTo("synthetic:tiny");
        assertThat(texts(result, Setting.CONCURRENCY)).containsExactly("1", "16");
        assertThat(texts(result, Setting.PROMPT_TOKENS)).containsExactly("8");
        assertThat(texts(result, Setting.COMPLETION_TOKENS)).containsExactly("8");
    }

    @Test
    void theModelMayComeFirstOrBetween() {
        ParseResult first = parse("synthetic:tiny", "-c", "1", "16");
        assertThat(model(first)).isEqualTo("synthetic:tiny");
        assertThat(texts(first, Setting.CONCURRENCY)).containsExactly("1", "16");

        ParseResult between = parse("--prompt-tokens", "1", "2", "/models/7b", "--completion-tokens", "3,4");
        assertThat(model(between)).isEqualTo("/models/7b");
        assertThat(texts(between, Setting.PROMPT_TOKENS)).containsExactly("1", "2");
        assertThat(texts(between, Setting.COMPLETION_TOKENS)).containsExactly("3,4");
    }

    @Test
    void listsMayBeAttachedAndRepeated() {
        ParseResult result = parse("--concurrency=1,2", "-c", "4", "8", "-pt=5", "model");
        assertThat(texts(result, Setting.CONCURRENCY)).containsExactly("1,2", "4", "8");
        assertThat(texts(result, Setting.PROMPT_TOKENS)).containsExactly("5");
        assertThat(model(result)).isEqualTo("model");
    }

    @Test
    void flagsDoNotSwallowTheModel() {
        ParseResult result = parse("--distinct-prompts", "model");
        assertThat(model(result)).isEqualTo("model");
        assertThat(texts(result, Setting.DISTINCT_PROMPTS)).containsExactly("true");
        assertThat(texts(parse("model"), Setting.DISTINCT_PROMPTS)).isEmpty();
    }

    @Test
    void everyOptionHasItsSpellings() {
        assertThat(texts(parse("--top_k", "5"), Setting.TOP_K)).containsExactly("5");
        assertThat(texts(parse("--top-p=0.5"), Setting.TOP_P)).containsExactly("0.5");
        assertThat(texts(parse("-temp", "0.5"), Setting.TEMPERATURE)).containsExactly("0.5");
        assertThat(texts(parse("--prompt_tokens", "5"), Setting.PROMPT_TOKENS)).containsExactly("5");
        assertThat(texts(parse("-tr", "5"), Setting.TEST_ROUND)).containsExactly("5");
        assertThat(texts(parse("-w", "5"), Setting.WARMUP_ROUND)).containsExactly("5");
        assertThat(texts(parse("--csv", ""), Setting.CSV)).containsExactly("");
        assertThat(texts(parse("--csv="), Setting.CSV)).containsExactly("");
        assertThat(texts(parse("--seed", "-5"), Setting.SEED)).containsExactly("-5");
    }

    @Test
    void repeatedOptionsKeepUnderscoresInValues() {
        ParseResult result =
                parse("--report", "json=a_b.json", "--report=csv", "--set", "engine.x.a_b=1", "--set=metric.y.c=2");
        assertThat(texts(result, Setting.REPORT)).containsExactly("json=a_b.json", "csv");
        assertThat(SettingOptions.read(result).assignments()).containsExactly("engine.x.a_b=1", "metric.y.c=2");
    }

    @Test
    void aListOptionNeedsAValue() {
        assertThatThrownBy(() -> parse("-c", "-pt", "8"))
                .isInstanceOf(MissingParameterException.class)
                .hasMessageContaining("-c");
        assertThatThrownBy(() -> parse("-c")).isInstanceOf(MissingParameterException.class);
    }
}
