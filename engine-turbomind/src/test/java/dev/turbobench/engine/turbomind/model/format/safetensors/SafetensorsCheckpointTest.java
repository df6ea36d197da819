package dev.turbobench.engine.turbomind.model.format.safetensors;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsCheckpointTest {

    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    Path folder;

    @BeforeEach
    void writeTwoShards() throws IOException {
        TestingSafetensors.writeOne(folder.resolve(FIRST), "a", "F32", "[1]", 4);
        TestingSafetensors.writeOne(folder.resolve(SECOND), "b", "F32", "[1]", 4);
    }

    @Test
    void readsShardsByIndex() throws IOException {
        index("{\"a\":\"%s\",\"b\":\"%s\"}".formatted(FIRST, SECOND));
        TestingSafetensors.writeOne(folder.resolve("consolidated.safetensors"), "a", "F32", "[1]", 4);
        assertNames("a", "b");
    }

    @Test
    void readsShardsWithoutIndex() {
        assertNames("a", "b");
    }

    @Test
    void prefersTheSingleFile() throws IOException {
        index("not even JSON");
        TestingSafetensors.writeOne(folder.resolve("model.safetensors"), "c", "F32", "[1]", 4);
        assertNames("c");
    }

    @Test
    void refusesTensorsThatAreInTwoFiles() throws IOException {
        TestingSafetensors.writeOne(folder.resolve(SECOND), "a", "F32", "[1]", 4);
        assertInvalid(SECOND + ": tensor a is also in " + FIRST);
        index("{\"a\":\"%s\",\"b\":\"%s\"}".formatted(FIRST, SECOND));
        assertInvalid(SECOND + ": tensor a is also in " + FIRST);
    }

    @Test
    void namesMissingShards() throws IOException {
        Files.delete(folder.resolve(SECOND));
        index("{\"a\":\"%s\",\"b\":\"%s\"}".formatted(FIRST, SECOND));
        assertInvalid(ShardIndex.NAME + ": 1 of the 2 files it names are missing: " + SECOND);
    }

    @Test
    void namesTensorsThatAreNotWhereTheIndexSays() throws IOException {
        index("{\"a\":\"%s\",\"b\":\"%s\",\"c\":\"%s\"}".formatted(SECOND, SECOND, FIRST));
        assertInvalid("2 tensors are not in the file that it says: a (" + SECOND + "), c (" + FIRST + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/passwd",
                "a/b.safetensors",
                "a\\\\b.safetensors",
                "model.bin",
                "",
                "line\\nbreak.safetensors"
            })
    void refusesNamesThatPointElsewhere(String name) throws IOException {
        index("{\"a\":\"%s\"}".formatted(name));
        assertInvalid("weight_map: expected a to be in a *.safetensors file of this folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | expected weight_map to be an object",
                "{\"weight_map\":{}} | expected weight_map to be an object",
                "{\"weight_map\":[]} | expected weight_map to be an object",
                "{\"weight_map\":{\"a\":1}} | expected a to be in",
                "{\"weight_map\":{\"a\":\"x\",\"a\":\"y\"}} | Duplicate",
                "[] | expected the file to be a JSON object",
                "{ | not valid JSON"
            })
    void refusesDamagedIndexes(String text, String problem) throws IOException {
        Files.writeString(folder.resolve(ShardIndex.NAME), text);
        assertInvalid(problem);
    }

    private void index(String map) throws IOException {
        Files.writeString(folder.resolve(ShardIndex.NAME), "{\"metadata\":{},\"weight_map\":%s}".formatted(map));
    }

    private void assertNames(String... names) {
        assertThat(SafetensorsCheckpoint.in(folder)).isTrue();
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            assertThat(checkpoint.names()).containsExactlyInAnyOrder(names);
        }
    }

    private void assertInvalid(String problem) {
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(MODEL_INVALID.code()))
                .hasMessageStartingWith(folder.toString())
                .hasMessageNotContaining("\n")
                .hasMessageContaining(problem);
    }
}
