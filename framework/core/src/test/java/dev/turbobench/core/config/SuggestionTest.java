package dev.turbobench.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> KNOWN = List.of("concurrency", "prompt-tokens", "completion-tokens", "tp");

    @Test
    void findsTheNearestWord() {
        assertThat(Suggestion.nearest("concurency", KNOWN)).contains("concurrency");
        assertThat(Suggestion.nearest("Prompt_Token", KNOWN)).contains("prompt-tokens");
        assertThat(Suggestion.hint("tpp", KNOWN)).isEqualTo(", did you mean tp?");
    }

    @Test
    void staysSilentWhenNothingIsNear() {
        assertThat(Suggestion.nearest("zebra", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("xy", KNOWN)).isEmpty();
        assertThat(Suggestion.hint("zebra", KNOWN)).isEmpty();
    }
}
