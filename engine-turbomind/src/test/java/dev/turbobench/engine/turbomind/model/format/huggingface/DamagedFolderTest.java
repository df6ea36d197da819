package dev.turbobench.engine.turbomind.model.format.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a model at random: what still opens can be read, what does not is refused in one line. */
class DamagedFolderTest {

    private static final int ROUNDS = 1000;
    private static final List<String> JUNK = List.of(
            "null", "-1", "1e999", "NaN", "[]", "{}", "\"\"", "true", "9223372036854775808", "0.5", ",", "}", "\u0000");

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_124);
    private byte[] config = {};
    private byte[] tensors = {};
    private int refused;

    @BeforeEach
    void writeModel() throws IOException {
        new TestingCheckpoint(TestingConfig.llama()
                        .with("num_hidden_layers", "1")
                        .with("num_key_value_heads", "2")
                        .with("eos_token_id", "[2, 3]")
                        .with("rope_scaling", "{\"type\": \"yarn\", \"factor\": 2.0, \"beta_fast\": 32}"))
                .write(folder);
        config = Files.readAllBytes(folder.resolve("config.json"));
        tensors = Files.readAllBytes(folder.resolve("model.safetensors"));
    }

    @Test
    void changesOfTheConfiguration() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(folder.resolve("config.json"), damage(config, config.length));
            openAndRead();
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS);
    }

    @Test
    void changesOfTheHeader() throws IOException {
        int header = 8 + (tensors[0] & 0xff) + ((tensors[1] & 0xff) << 8);
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(folder.resolve("model.safetensors"), damage(tensors, header));
            openAndRead();
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS);
    }

    /** Change one byte, put junk in, take a piece out, or cut the end off; within the first bytes only. */
    private byte[] damage(byte[] original, int within) {
        int at = random.nextInt(within);
        byte[] junk = JUNK.get(random.nextInt(JUNK.size())).getBytes(StandardCharsets.UTF_8);
        byte[] copy = original.clone();
        switch (random.nextInt(4)) {
            case 0 -> copy[at] = (byte) random.nextInt(256);
            case 1 -> System.arraycopy(junk, 0, copy, at, Math.min(junk.length, copy.length - at));
            case 2 -> {
                int length = Math.min(1 + random.nextInt(20), within - at);
                System.arraycopy(original, at + length, copy, at, original.length - at - length);
                copy = Arrays.copyOf(copy, original.length - length);
            }
            default -> copy = Arrays.copyOf(copy, at);
        }
        return copy;
    }

    private void openAndRead() {
        try (Model model = new HuggingFaceFormat().open("test", folder)) {
            Weight embedding = model.weights().embedding();
            assertThat(embedding.rows()).isEqualTo(WeightRole.EMBEDDING.rows(model.config()));
            embedding.readRows(embedding.rows() - 1, 1, new float[embedding.columns()], 0);
        } catch (BenchmarkException e) {
            refused++;
            assertThat(e.errorCode().type()).isEqualTo(ErrorType.USER);
            assertThat(e.getMessage())
                    .startsWith(folder.toString())
                    .doesNotContain("\n", "\r")
                    .hasSizeLessThan(1000);
        }
    }
}
