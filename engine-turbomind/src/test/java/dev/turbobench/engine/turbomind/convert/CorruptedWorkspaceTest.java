package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.convert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptedWorkspaceTest {

    private static final List<String> STRUCTURE = List.of(
            "tensor_para_size",
            "head_num",
            "kv_head_num",
            "vocab_size",
            "num_layer",
            "inter_size",
            "norm_eps",
            "attn_bias",
            "session_len",
            "weight_type",
            "rotary_embedding",
            "rope_theta",
            "size_per_head",
            "group_size",
            "step_length",
            "max_position_embeddings",
            "rope_scaling_factor",
            "max_batch_size",
            "cache_max_entry_count",
            "cache_block_seq_len",
            "quant_policy");

    private static final List<String> NONSENSE = List.of("-1", "x", "1e999", "NaN", "99999999999", "", "1.5x", "0x10");

    @TempDir
    private static Path master;

    private final Random random = new Random(20231218);

    @TempDir
    private Path folder;

    private Path weights;
    private List<Path> files;

    @BeforeAll
    static void convertModel() {
        convert("llama2", "internlm1", 2, master.resolve("w"));
    }

    @BeforeEach
    void copyModel() throws IOException {
        weights = Files.createDirectories(folder.resolve("triton_models/weights"));
        restore();
        try (Stream<Path> found = Files.list(weights)) {
            files = found.filter(file -> !file.toString().endsWith(".ini")
                            && !file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        try (Model model = ModelLoader.open(folder.toString())) {
            assertThat(model.config().layers()).isPositive();
        }
    }

    private void restore() throws IOException {
        try (Stream<Path> found = Files.list(weights)) {
            for (Path file : found.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> found = Files.list(master.resolve("w/triton_models/weights"))) {
            for (Path file : found.toList()) {
                Files.copy(file, weights.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void truncatedGrownEmptyMissingAndRenamedFilesAreAllNamed() throws IOException {
        for (int attempt = 0; attempt < 120; attempt++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] before = Files.readAllBytes(file);
            switch (attempt % 5) {
                case 0 -> Files.write(file, Arrays.copyOf(before, random.nextInt(before.length)));
                case 1 -> Files.write(file, Arrays.copyOf(before, before.length + 1 + random.nextInt(9)));
                case 2 -> Files.write(file, new byte[0]);
                case 3 -> Files.delete(file);
                default -> Files.move(file, file.resolveSibling(file.getFileName() + "~"));
            }
            assertRefused(file.getFileName().toString());
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "~"));
            Files.write(file, before);
        }
    }

    @Test
    void swappedAndAlteredFilesAreNamed() throws IOException {
        for (int attempt = 0; attempt < 120; attempt++) {
            Path one = files.get(random.nextInt(files.size()));
            Path other = files.get(random.nextInt(files.size()));
            byte[] first = Files.readAllBytes(one);
            byte[] second = Files.readAllBytes(other);
            if (Arrays.equals(first, second)) {
                byte[] altered = first.clone();
                int position = random.nextInt(altered.length);
                altered[position] = (byte) (altered[position] ^ (1 << random.nextInt(8)));
                Files.write(one, altered);
            } else {
                Files.write(one, second);
                Files.write(other, first);
            }
            assertRefused(one.getFileName().toString());
            Files.write(one, first);
            Files.write(other, second);
        }
    }

    @Test
    void severalProblemsAreReportedAtOnce() throws IOException {
        Files.delete(files.get(0));
        Files.write(files.get(7), new byte[3]);
        Files.delete(files.get(11));
        assertRefused(
                "3 of ",
                files.get(0).getFileName() + " is missing",
                files.get(7).getFileName() + " has 3 bytes instead of ",
                files.get(11).getFileName() + " is missing");
    }

    @Test
    void nonsenseInTheConfigurationIsNamed() throws IOException {
        Path ini = weights.resolve("config.ini");
        String text = Files.readString(ini);
        int attempts = 0;
        for (String key : STRUCTURE) {
            for (String value : NONSENSE) {
                Files.writeString(ini, text.replaceAll("(?m)^" + key + " = .*$", key + " = " + value));
                assertRefused(key);
                attempts++;
            }
        }
        assertThat(attempts).isGreaterThan(150);
    }

    @Test
    void structureThatFitsTheSizesButWasNotWrittenIsNamed() throws IOException {
        Path ini = weights.resolve("config.ini");
        String text = Files.readString(ini);
        int heads = number(text, "head_num");
        int kvHeads = number(text, "kv_head_num");
        int size = number(text, "size_per_head");
        Files.writeString(
                ini,
                text.replace("\nhead_num = " + heads, "\nhead_num = " + heads / 2)
                        .replace("kv_head_num = " + kvHeads, "kv_head_num = " + kvHeads / 2)
                        .replace("size_per_head = " + size, "size_per_head = " + 2 * size)
                        .replace("rotary_embedding = " + size, "rotary_embedding = " + 2 * size));
        assertRefused("config.ini must say head_num = " + heads, "size_per_head = " + size);
    }

    @Test
    void damagedTextOfTheConfigurationIsRefused() throws IOException {
        Path ini = weights.resolve("config.ini");
        byte[] text = Files.readAllBytes(ini);
        List<byte[]> damaged =
                new ArrayList<>(List.of(new byte[0], new byte[5000], "[llama]".getBytes(StandardCharsets.UTF_8)));
        int last = new String(text, StandardCharsets.UTF_8).indexOf("max_position_embeddings");
        for (int length = 1; length < last; length += 40) {
            damaged.add(Arrays.copyOf(text, length));
        }
        for (byte[] bytes : damaged) {
            Files.write(ini, bytes);
            assertRefused("config.ini");
        }
        Files.delete(ini);
        assertRefused("config.ini");
    }

    private static int number(String text, String key) {
        return Integer.parseInt(text.replaceAll("(?s).*\n" + key + " = (\\d+)\n.*", "$1"));
    }

    private void assertRefused(String... parts) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(
                                () -> ModelLoader.open(folder.toString()).close())
                        .isExactlyInstanceOf(BenchmarkException.class)
                        .hasMessageNotContaining("\n")
                        .message()
                        .contains(parts));
    }
}
