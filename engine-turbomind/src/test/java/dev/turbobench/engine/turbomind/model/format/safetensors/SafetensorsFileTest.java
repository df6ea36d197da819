package dev.turbobench.engine.turbomind.model.format.safetensors;

import static dev.turbobench.engine.turbomind.model.format.safetensors.TestingSafetensors.entry;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

    @TempDir
    Path folder;

    @Test
    void readsTensorsInAnyOrder() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("b", "U8", "[3]", 4, 7) + ","
                + entry("empty", "F32", "[0,5]", 4, 4) + "," + entry("scalar", "F32", "[]", 0, 4) + "}   ";
        Path path = TestingSafetensors.write(file(), header, new byte[] {0, 0, 0, 0, 1, 2, 3});
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.entries()).extracting(TensorEntry::name).containsExactly("b", "empty", "scalar");
            assertThat(file.entries().get(0).shape()).containsExactly(3L);
            ByteBuffer two = ByteBuffer.allocate(2);
            file.read(5, two);
            assertThat(two.array()).containsExactly(2, 3);
        }
    }

    static List<Arguments> damagedHeaders() {
        String good = entry("w", "F32", "[2]", 0, 8);
        return List.of(
                Arguments.of("", 8, "expected the header to begin with"),
                Arguments.of("[]", 0, "expected the header to begin with"),
                Arguments.of(" {}", 0, "expected the header to begin with"),
                Arguments.of("{not json", 0, "the header is not valid JSON at line 1"),
                Arguments.of("{} {}", 0, "the header is not valid JSON"),
                Arguments.of("{\"a\":\"\u0001\"}", 0, "the header is not valid JSON"),
                Arguments.of("{\"w\":" + "[".repeat(100_000), 0, "the header is not valid JSON"),
                Arguments.of("{" + good + "," + good + "}", 8, "Duplicate"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}", 8, "Duplicate"),
                Arguments.of("{\"w\":5}", 0, "tensor w: expected a dtype, found none"),
                Arguments.of("{\"w\":{}}", 0, "tensor w: expected a dtype, found none"),
                Arguments.of("{" + entry("w", "F31", "[2]", 0, 8) + "}", 8, "tensor w: its dtype \"F31\" is unknown"),
                Arguments.of("{" + entry("w", "F32", "2", 0, 8) + "}", 8, "tensor w: expected shape to be a list"),
                Arguments.of("{" + entry("w", "F32", "[-2]", 0, 8) + "}", 8, "shape to be integers from 0"),
                Arguments.of("{" + entry("w", "F32", "[2.5]", 0, 8) + "}", 8, "found 2.5"),
                Arguments.of("{" + entry("w", "F32", "[NaN]", 0, 8) + "}", 8, "found \"NaN\""),
                Arguments.of("{" + entry("w", "F32", "[1e1]", 0, 40) + "}", 40, "shape to be integers from 0"),
                Arguments.of("{" + entry("w", "F32", "[99999999999999999999]", 0, 8) + "}", 8, "integers from 0"),
                Arguments.of("{" + entry("w", "F32", "[4294967296,4294967296,2]", 0, 8) + "}", 8, "is too large"),
                Arguments.of("{" + entry("w", "F32", "[3]", 0, 8) + "}", 8, "takes 12 bytes, but its data_offsets"),
                Arguments.of("{" + entry("w", "F16", "[2]", 0, 8) + "}", 8, "takes 4 bytes, but its data_offsets"),
                Arguments.of("{" + entry("w", "F4", "[1]", 0, 1) + "}", 1, "does not fill whole bytes"),
                Arguments.of("{" + entry("w", "F32", "[2]", 8, 0) + "}", 8, "before they begin"),
                Arguments.of("{" + entry("w", "F32", "[2]", -8, 0) + "}", 8, "data_offsets to be integers from 0"),
                Arguments.of("{" + entry("w", "F32", "[2]", 0, 8) + "}", 7, "the file has only 7"),
                Arguments.of("{" + entry("w", "F32", "[2]", Long.MAX_VALUE - 8, Long.MAX_VALUE) + "}", 8, "has only 8"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", 8, "found 1"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,16]}}", 8, "found 3"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "expected data_offsets to be a list"),
                Arguments.of("{" + good + "," + entry("v", "F32", "[2]", 4, 12) + "}", 12, "inside tensor w"),
                Arguments.of("{" + good + "," + entry("v", "F32", "[2]", 0, 8) + "}", 8, "inside tensor"),
                Arguments.of(
                        "{" + good + "," + entry("v", "F32", "[2]", 12, 20) + "}", 20, "expected 8: there is a hole"),
                Arguments.of("{" + entry("v", "F32", "[2]", 4, 12) + "}", 12, "expected 0: there is a hole"),
                Arguments.of("{" + good + "}", 9, "9 bytes after the header, but the tensors end at 8"),
                Arguments.of("{}", 1, "1 bytes after the header, but the tensors end at 0"),
                Arguments.of("{\"__metadata__\":[]}", 0, "expected __metadata__ to be an object of strings"),
                Arguments.of("{\"__metadata__\":{\"a\":1}}", 0, "expected __metadata__ to be an object of strings"),
                Arguments.of("{\"evil\\nname\":{}}", 0, "tensor evil?name: "));
    }

    @ParameterizedTest
    @MethodSource("damagedHeaders")
    void saysWhatIsWrongWithAHeader(String header, int dataBytes, String problem) throws IOException {
        assertInvalid(TestingSafetensors.write(file(), header, new byte[dataBytes]), problem);
    }

    @Test
    void refusesInvalidUtf8() throws IOException {
        byte[] bytes = {4, 0, 0, 0, 0, 0, 0, 0, '{', '"', (byte) 0xff, '}'};
        assertInvalid(Files.write(file(), bytes), "the header is not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 60, Long.MAX_VALUE, -1, Long.MIN_VALUE, 3, 1L << 32})
    void doesNotBelieveTheLengthOfTheHeader(long claimed) throws IOException {
        assertInvalid(
                TestingSafetensors.write(file(), claimed, "{}", new byte[0]),
                "its header claims %s bytes, but only 2 follow".formatted(Long.toUnsignedString(claimed)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void refusesFilesWithoutRoomForALength(int bytes) throws IOException {
        assertInvalid(Files.write(file(), new byte[bytes]), "expected at least 8 bytes, found %d".formatted(bytes));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        Path path = TestingSafetensors.writeOne(file(), "w", "F32", "[2]", 8);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertInvalid(path, "");
        }
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertInvalid(folder, "cannot be read");
        assertInvalid(folder.resolve("absent"), "cannot be read: no such file");
    }

    @Test
    void noticesThatAFileIsShortenedLater() throws IOException {
        Path path = TestingSafetensors.writeOne(file(), "w", "F32", "[2]", 8);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Files.write(path, new byte[8]);
            assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(8)))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageContaining("it was shortened while in use");
        }
    }

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    private static void assertInvalid(Path path, String problem) {
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(MODEL_INVALID.code()))
                .hasMessageStartingWith(path + ": ")
                .hasMessageNotContaining("\n")
                .message()
                .contains(problem)
                .hasSizeLessThan(1000);
    }
}
