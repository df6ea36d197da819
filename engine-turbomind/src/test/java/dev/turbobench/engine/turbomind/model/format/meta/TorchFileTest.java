package dev.turbobench.engine.turbomind.model.format.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

    private static final byte[] VALUES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsTensorsInTheirStorages(boolean wide) throws IOException {
        TestingPickle pickle = new TestingPickle()
                .begin()
                .tensor("a", "HalfStorage", "0", 8, 2, new long[] {2, 3}, new long[] {3, 1})
                .tensor("b", "HalfStorage", "0", 8, 0, new long[] {2}, new long[] {1});
        Path file = folder.resolve("a.pth");
        archive(pickle.end(), wide).write(file);
        try (TorchFile torch = TorchFile.open(file)) {
            TorchTensor tensor = torch.tensor("a").orElseThrow();
            assertThat(tensor.shape()).containsExactly(2L, 3L);
            assertThat(tensor.dataType()).isEqualTo(DataType.FP16);
            ByteBuffer read = ByteBuffer.allocate(12);
            torch.read(tensor.position(), read);
            assertThat(read.array()).isEqualTo(Arrays.copyOfRange(VALUES, 4, 16));
            assertThat(torch.names()).containsExactly("a", "b");
        }
    }

    @Test
    void readsOrderedDictionariesWithMetadataAndParameters() throws IOException {
        TestingPickle pickle =
                new TestingPickle().global("collections", "OrderedDict").code(')', 'R', '(');
        pickle.text("a").global("torch._utils", "_rebuild_parameter");
        pickle.global("torch._utils", "_rebuild_tensor_v2").code('(', '(');
        pickle.text("storage")
                .global("torch", "HalfStorage")
                .text("0")
                .text("cpu")
                .integer(8)
                .code('t', 'Q');
        pickle.integer(0)
                .tuple(8)
                .tuple(1)
                .code(0x89)
                .global("collections", "OrderedDict")
                .code(')', 'R', 't', 'R');
        pickle.code(0x88).global("collections", "OrderedDict").code(')', 'R', 0x87, 'R', 'u');
        pickle.code('}').text("_metadata").code('}', 's', 'b', '.');
        Path file = folder.resolve("a.pth");
        archive(pickle.bytes(), false).write(file);
        try (TorchFile torch = TorchFile.open(file)) {
            assertThat(torch.tensor("a").orElseThrow().shape()).containsExactly(8L);
        }
    }

    record Hostile(String problem, byte[] pickle) {

        @Override
        public String toString() {
            return problem;
        }
    }

    static List<Hostile> hostile() {
        long[] one = {1};
        return List.of(
                new Hostile(
                        "os.system is refused",
                        new TestingPickle()
                                .global("os", "system")
                                .text("true")
                                .code(0x85, 'R', '.')
                                .bytes()),
                new Hostile(
                        "builtins.eval is refused",
                        new TestingPickle().global("builtins", "eval").end()),
                new Hostile("instruction 0x93", new TestingPickle().code(0x93).end()),
                new Hostile("instruction 0x69", new TestingPickle().code('i').end()),
                new Hostile("instruction 0x81", new TestingPickle().code(0x81).end()),
                new Hostile(
                        "called like a function",
                        new TestingPickle()
                                .global("torch", "HalfStorage")
                                .code(')', 'R', '.')
                                .bytes()),
                new Hostile(
                        "expected a storage of",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", -1, 0, one, one)
                                .end()),
                new Hostile(
                        "torch.LongStorage is refused",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "LongStorage", "0", 8, 0, one, one)
                                .end()),
                new Hostile(
                        "called ../../secret",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "../../secret", 8, 0, one, one)
                                .end()),
                new Hostile(
                        "expected a storage of 9",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 9, 0, one, one)
                                .end()),
                new Hostile(
                        "from 8 on in a storage of 8",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 8, 8, one, one)
                                .end()),
                new Hostile(
                        "from -1 on",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 8, -1, one, one)
                                .end()),
                new Hostile(
                        "not in order",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 8, 0, new long[] {2, 4}, new long[] {1, 2})
                                .end()),
                new Hostile(
                        "impossible shape",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 8, 0, new long[] {1L << 32, 1L << 32}, new long[] {
                                    1L << 32, 1
                                })
                                .end()),
                new Hostile(
                        "impossible shape",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 8, 0, new long[] {-3}, one)
                                .end()),
                new Hostile(
                        "dimensions, at most 8",
                        new TestingPickle()
                                .begin()
                                .tensor("a", "HalfStorage", "0", 8, 0, new long[100], new long[100])
                                .end()),
                new Hostile(
                        "claims a name of 4294967295 bytes",
                        new TestingPickle().code('X').integer32(-1).bytes()),
                new Hostile(
                        "claims a name of 2147483647 bytes",
                        new TestingPickle()
                                .code('X')
                                .integer32(Integer.MAX_VALUE)
                                .bytes()),
                new Hostile(
                        "integer of 255 bytes",
                        new TestingPickle().code(0x8a, 255).bytes()),
                new Hostile(
                        "nested more than 64",
                        new TestingPickle()
                                .code("(".repeat(100).chars().toArray())
                                .bytes()),
                new Hostile(
                        "refers to object 7", new TestingPickle().code('h', 7).bytes()),
                new Hostile(
                        "finds nothing to work on",
                        new TestingPickle().code('R').bytes()),
                new Hostile("finds no mark", new TestingPickle().code('t').bytes()),
                new Hostile(
                        "a key without a value",
                        new TestingPickle().begin().text("a").end()),
                new Hostile(
                        "expected a tensor under \"a\"",
                        new TestingPickle().begin().text("a").integer(1).end()),
                new Hostile(
                        "stops with 0 objects", new TestingPickle().code('.').bytes()),
                new Hostile("protocol 2", new byte[] {(byte) 0x80, 4, '}', '.'}),
                new Hostile("middle of an instruction", new byte[] {(byte) 0x80}));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatIsNoTensor(Hostile hostile) throws IOException {
        assertRefused(archive(hostile.pickle(), false).bytes(), hostile.problem());
    }

    @Test
    void refusesCompressedFilesAndWhatIsNoArchive() throws IOException {
        byte[] pickle = new TestingPickle().begin().end();
        assertRefused(archive(pickle, false).method(8).bytes(), "compressed");
        assertRefused(new byte[100], "expected a zip archive");
        assertRefused(new byte[0], "expected a zip archive");
        assertRefused(new TestingZip(false).file("a/x", VALUES).bytes(), "data.pkl");
        assertRefused(
                archive(pickle, false)
                        .file("a/byteorder", new byte[] {'b', 'i', 'g'})
                        .bytes(),
                "little endian");
        assertRefused(
                new TestingZip(false).file("a/data.pkl", new byte[3 << 20]).bytes(), "at most");
    }

    @Test
    void damagedArchivesEndInAnErrorOrTheSameShapes() throws IOException {
        TestingPickle pickle =
                new TestingPickle().begin().tensor("a", "HalfStorage", "0", 8, 2, new long[] {2, 3}, new long[] {3, 1});
        byte[] whole = archive(pickle.end(), true).bytes();
        Random random = new Random(3);
        Path file = folder.resolve("damaged.pth");
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int j = 0; j < i % 4; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try (TorchFile torch = TorchFile.open(file)) {
                for (String name : torch.names()) {
                    TorchTensor tensor = torch.tensor(name).orElseThrow();
                    long values = tensor.shape().stream().reduce(1L, Math::multiplyExact);
                    assertThat(tensor.position() + values * tensor.dataType().bytes())
                            .isBetween(0L, (long) bytes.length);
                }
            } catch (BenchmarkException e) {
                assertThat(e).hasMessageContaining("damaged.pth").hasMessageNotContaining("\n");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(700);
    }

    private void assertRefused(byte[] archive, String problem) throws IOException {
        Path file = folder.resolve("a.pth");
        Files.write(file, archive);
        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("a.pth: ")
                .hasMessageContaining(problem);
    }

    private static TestingZip archive(byte[] pickle, boolean wide) {
        return new TestingZip(wide).file("a/data.pkl", pickle).file("a/data/0", VALUES);
    }
}
