package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptIdsTest {

    @TempDir
    Path folder;

    private List<List<Integer>> read(String text) throws IOException {
        return PromptIds.read(Files.writeString(folder.resolve("prompts"), text));
    }

    @Test
    void readsLinesAndJson() throws IOException {
        assertThat(PromptIds.parse(" 1,2 3 ", "prompt-ids")).containsExactly(1, 2, 3);
        assertThat(read("1,2\n\n3 4\n")).containsExactly(List.of(1, 2), List.of(3, 4));
        assertThat(read("[[1, 2],\n [3]]")).containsExactly(List.of(1, 2), List.of(3));
        assertThat(read(" [1, 2]")).containsExactly(List.of(1, 2));
        assertThat(read("[]")).isEmpty();
        assertThat(read(" \n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,x", "[1, \"a\"]", "[[1.5]]", "[1,", "[[1], 2]", "99999999999"})
    void refusesWhatIsNotTokenIds(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("prompt");
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> PromptIds.read(folder.resolve("gone")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("gone");
    }
}
