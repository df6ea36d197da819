package dev.turbobench.spi.option;

import static dev.turbobench.spi.option.OptionSpec.choice;
import static dev.turbobench.spi.option.OptionSpec.option;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final List<OptionSpec> DECLARED = List.of(
            option("block_size", OptionType.INTEGER, "64", "Tokens in a block."),
            option("share", OptionType.DECIMAL, "0.5", "Part of the memory."),
            option("eager", OptionType.BOOLEAN, "false", "Without graphs."),
            option("folder", OptionType.PATH, null, "Where."),
            choice("dtype", "auto", "Arithmetic.", "auto", "fp16"),
            new OptionSpec("token", OptionType.STRING, null, "A password.", List.of(), true));

    @Test
    void hasDefaultsUntilOptionsAreGiven() {
        Options options = options(Map.of());

        assertThat(options.integer("block_size")).isEqualTo(64);
        assertThat(options.decimal("share")).isEqualTo(0.5);
        assertThat(options.flag("eager")).isFalse();
        assertThat(options.string("dtype")).isEqualTo("auto");
        assertThat(options.value("dtype")).contains(new OptionValue("auto", OptionSource.DEFAULT));
        assertThat(options.value("folder")).isEmpty();
    }

    @Test
    void takesDashesForUnderscoresAndKeepsTheSource() {
        Options options = options(Map.of("block-size", "128", "folder", "a/b", "eager", "true"));

        assertThat(options.integer("block_size")).isEqualTo(128);
        assertThat(options.integer("block-size")).isEqualTo(128);
        assertThat(options.path("folder")).isEqualTo(Path.of("a/b"));
        assertThat(options.flag("eager")).isTrue();
        assertThat(options.value("block_size")).contains(new OptionValue("128", OptionSource.COMMAND_LINE));
    }

    @Test
    void listsEveryProblem() {
        assertThatThrownBy(() -> options(Map.of(
                        "block_size", "many",
                        "share", "NaN",
                        "eager", "yes",
                        "folder", "a\0b",
                        "dtype", "fp8",
                        "blocksize", "1")))
                .isInstanceOfSatisfying(BenchmarkException.class, e -> {
                    assertThat(e.errorCode()).isEqualTo(StandardErrorCode.INVALID_OPTION.code());
                    assertThat(e.getMessage().split("; option |; unknown ")).hasSize(6);
                })
                .hasMessageContainingAll(
                        "option engine.x.block_size: expected a",
                        "option engine.x.share: expected a",
                        "option engine.x.eager: expected a",
                        "option engine.x.folder: expected a",
                        "option engine.x.dtype: expected one of auto, fp16, found \"fp8\"",
                        "unknown option engine.x.blocksize; declared are: block_size, share");
    }

    @Test
    void saysWhichOptionIsRequired() {
        assertThatThrownBy(() -> options(Map.of()).path("folder"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("option engine.x.folder is required");
    }

    @Test
    void refusesNamesThatWereNotDeclared() {
        assertThatThrownBy(() -> options(Map.of()).string("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engine.x.other");
        assertThatThrownBy(() -> Options.of(
                        "x",
                        List.of(
                                option("a_b", OptionType.STRING, null, "One."),
                                option("a-b", OptionType.STRING, null, "Two.")),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declared twice");
        assertThatThrownBy(() -> option("Block", OptionType.STRING, null, "No."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hidesSecretsFromReports() {
        assertThat(options(Map.of("token", "hunter2", "share", "1")).redacted())
                .containsExactly(
                        entry("block_size", new OptionValue("64", OptionSource.DEFAULT)),
                        entry("share", new OptionValue("1", OptionSource.COMMAND_LINE)),
                        entry("eager", new OptionValue("false", OptionSource.DEFAULT)),
                        entry("dtype", new OptionValue("auto", OptionSource.DEFAULT)),
                        entry("token", new OptionValue("***", OptionSource.COMMAND_LINE)));
    }

    private static Options options(Map<String, String> given) {
        Map<String, OptionValue> values = new LinkedHashMap<>();
        given.forEach((name, text) -> values.put(name, new OptionValue(text, OptionSource.COMMAND_LINE)));
        return Options.of("engine.x", DECLARED, values);
    }
}
