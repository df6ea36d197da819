package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.GOLDENS;
import static dev.turbobench.engine.turbomind.convert.TestingCommands.convert;
import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {

    private static final Path ORACLE = Path.of("src/test/resources/goldens-turbomind");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"llama2, llama-mha, 1", "internlm, internlm-h128, 2"})
    void writesTheSameBytesAsLmdeploy(String modelName, String golden, int ranks) throws IOException {
        Path target = folder.resolve("workspace");
        TestingConsole console = convert(modelName, golden, ranks, target);

        Path expected = ORACLE.resolve("%s-tp%d/weights".formatted(golden, ranks));
        Path actual = target.resolve("triton_models/weights");
        List<Path> files = list(expected);
        assertThat(files).hasSizeGreaterThan(15);
        for (Path file : files) {
            assertThat(actual.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
        assertThat(list(actual)).hasSize(files.size() + 1);
        assertThat(console.done).isEqualTo(console.total).isPositive();
        assertThat(target.resolve("triton_models/tokenizer/config.json")).exists();
        assertThat(list(folder)).containsExactly(target);
    }

    @ParameterizedTest
    @CsvSource({
        "synthetic:llama-2-7b, 1, 227, 13476831232",
        "synthetic:llama-2-7b, 2, 387, 13476831232",
        "synthetic:llama-2-70b, 4, 1763, 137953296384"
    })
    void dryRunPrintsFilesAndSizesAndWritesNothing(String model, int ranks, int files, long bytes) throws IOException {
        TestingConsole console = run(
                new ConvertCommand(),
                "model_name",
                "llama2",
                "model_path",
                model,
                "tp",
                "" + ranks,
                "dst_path",
                folder.resolve("workspace").toString(),
                "dry-run",
                "true");

        assertThat(console.lines).hasSize(files + 1);
        assertThat(console.lines.get(files)).isEqualTo("%d files, %d bytes".formatted(files, bytes));
        long sum = console.lines.stream()
                .limit(files)
                .mapToLong(line -> Long.parseLong(line.strip().split(" ")[0]))
                .sum();
        assertThat(sum).isEqualTo(bytes);
        assertThat(list(folder)).isEmpty();
        if (ranks == 1) {
            assertThat(console.lines)
                    .map(String::strip)
                    .contains(
                            "262144000  tok_embeddings.weight",
                            "100663296  layers.31.attention.w_qkv.0.weight",
                            "33554432  layers.0.attention.wo.0.weight",
                            "90177536  layers.0.feed_forward.w2.0.weight");
        }
    }

    @Test
    void dryRunNamesEveryFileOfLlama2() {
        TestingConsole console = run(
                new ConvertCommand(), "model_name", "llama2", "model_path", "synthetic:llama-2-7b", "dry-run", "true");
        Map<String, Long> expected = new TreeMap<>();
        expected.put("tok_embeddings.weight", 262_144_000L);
        expected.put("output.weight", 262_144_000L);
        expected.put("norm.weight", 8_192L);
        for (int layer = 0; layer < 32; layer++) {
            String prefix = "layers." + layer + ".";
            expected.put(prefix + "attention_norm.weight", 8_192L);
            expected.put(prefix + "ffn_norm.weight", 8_192L);
            expected.put(prefix + "attention.w_qkv.0.weight", 100_663_296L);
            expected.put(prefix + "attention.wo.0.weight", 33_554_432L);
            expected.put(prefix + "feed_forward.w1.0.weight", 90_177_536L);
            expected.put(prefix + "feed_forward.w3.0.weight", 90_177_536L);
            expected.put(prefix + "feed_forward.w2.0.weight", 90_177_536L);
        }
        Map<String, Long> found = new TreeMap<>();
        for (String line : console.lines.subList(0, console.lines.size() - 1)) {
            String[] words = line.strip().split(" +");
            found.put(words[1], Long.valueOf(words[0]));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void existingDestinationIsKeptUnlessToldOtherwise() throws IOException {
        Path target = folder.resolve("workspace");
        convert("llama2", "llama-mha", 1, target);
        assertThatThrownBy(() -> convert("llama2", "llama3-gqa", 1, target))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("--overwrite");
        assertThat(Files.readString(target.resolve("triton_models/weights/config.ini")))
                .contains("inter_size = 344");

        run(
                new ConvertCommand(),
                "model_name",
                "internlm",
                "model_path",
                GOLDENS.resolve("internlm-h128").toString(),
                "dst_path",
                target.toString(),
                "overwrite",
                "true");
        assertThat(Files.readString(target.resolve("triton_models/weights/config.ini")))
                .contains("inter_size = 320");
        assertThat(list(folder)).containsExactly(target);
    }

    @Test
    void overwriteSparesWhatIsNoWorkspaceAndWhatHoldsTheSource() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("letter.txt"), "keep");
        Path golden = GOLDENS.resolve("llama-mha");
        for (Path target : List.of(other, golden, GOLDENS)) {
            assertThatThrownBy(() -> run(
                            new ConvertCommand(),
                            "model_name",
                            "llama2",
                            "model_path",
                            golden.toString(),
                            "dst_path",
                            target.toString(),
                            "overwrite",
                            "true"))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageContaining(target.getFileName().toString());
        }
        assertThat(other.resolve("letter.txt")).exists();
        assertThat(list(folder)).containsExactly(other);
    }

    @Test
    void leavesNothingWhenItIsStopped() throws IOException {
        TestingConsole console = new TestingConsole() {
            @Override
            public void progress(String label, long done, long total) {
                Thread.currentThread().interrupt();
            }
        };
        Path target = folder.resolve("w");
        assertThatThrownBy(() -> run(
                        new ConvertCommand(),
                        console,
                        "model_name",
                        "llama2",
                        "model_path",
                        GOLDENS.resolve("llama-mha").toString(),
                        "dst_path",
                        target.toString()))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage(target + ": not written, because it was stopped");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(list(folder)).isEmpty();
    }

    @Test
    void warnsOfAChatTemplateThatLmdeployDoesNotKnow() {
        TestingConsole console = convert("lama2", "llama-mha", 1, folder.resolve("w"));
        assertThat(console.warnings)
                .anyMatch(line -> line.contains("no chat template \"lama2\"") && line.contains("near names: llama2"));
        assertThat(convert("llama2", "llama-mha", 1, folder.resolve("v")).warnings)
                .noneMatch(line -> line.contains("chat template"));
        assertThatThrownBy(() -> convert("", "llama-mha", 1, folder.resolve("u")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("model_name");
    }

    @Test
    void refusesSplitsThatDoNotGoUp() {
        assertThatThrownBy(() -> convert("llama2", "llama-mha", 4, folder.resolve("w")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("attention heads: expected a multiple of 4");
        assertThatThrownBy(() -> convert("llama2", "llama-mha", 3, folder.resolve("w")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("power of two");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
