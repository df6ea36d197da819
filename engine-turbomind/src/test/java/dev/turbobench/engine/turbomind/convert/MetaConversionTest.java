package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.GOLDENS;
import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.format.meta.TestingPickle;
import dev.turbobench.engine.turbomind.model.format.meta.TestingZip;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaConversionTest {

    private static final String PARAMETERS = """
            {"dim": 256, "n_layers": 2, "n_heads": 2, "norm_eps": 1e-06, "multiple_of": 8, "vocab_size": -1,
             "max_seq_len": 512}
            """;
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("model.embed_tokens", "tok_embeddings"),
            Map.entry("model.norm", "norm"),
            Map.entry("lm_head", "output"),
            Map.entry("self_attn.q_proj", "attention.wq"),
            Map.entry("self_attn.k_proj", "attention.wk"),
            Map.entry("self_attn.v_proj", "attention.wv"),
            Map.entry("self_attn.o_proj", "attention.wo"),
            Map.entry("mlp.gate_proj", "feed_forward.w1"),
            Map.entry("mlp.up_proj", "feed_forward.w3"),
            Map.entry("mlp.down_proj", "feed_forward.w2"),
            Map.entry("input_layernorm", "attention_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 2, true", "2, 1, true", "2, 2, true", "2, 1, false", "4, 2, true"})
    void givesTheSameBytesAsTheHuggingFaceCheckpoint(int shards, int ranks, boolean embeddingByColumns)
            throws IOException {
        Path source = write(shards, embeddingByColumns);
        TestingConsole console = convert(source, ranks, folder.resolve("meta"));
        TestingCommands.convert("llama2", "llama-mha", ranks, folder.resolve("hf"));

        Path expected = folder.resolve("hf/triton_models/weights");
        Path actual = folder.resolve("meta/triton_models/weights");
        List<Path> files = list(expected);
        assertThat(list(actual)).hasSameSizeAs(files);
        for (Path file : files) {
            assertThat(actual.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
        assertThat(console.warnings).anyMatch(line -> line.contains("1 begins and 2 ends a text"));
    }

    @Test
    void namesTheShardThatIsMissing() throws IOException {
        Path source = write(2, true);
        Files.move(source.resolve("consolidated.00.pth"), source.resolve("consolidated.07.pth"));
        assertRefused(source, "consolidated.00.pth");
    }

    @Test
    void refusesParametersThatItDoesNotKnowAndTensorsThatAreLeftOver() throws IOException {
        Path source = write(1, true);
        Files.writeString(source.resolve("params.json"), PARAMETERS.replace("multiple_of", "moe"));
        assertRefused(source, "moe");
        Files.writeString(source.resolve("params.json"), PARAMETERS.replace("\"n_layers\": 2", "\"n_layers\": 1"));
        assertRefused(source, "layers.1.");
        Files.writeString(source.resolve("params.json"), PARAMETERS.replace("\"n_layers\": 2", "\"n_layers\": 3"));
        assertRefused(source, "tensor layers.2.attention_norm.weight is missing");
        Files.writeString(source.resolve("params.json"), PARAMETERS.replace("\"dim\": 256", "\"dim\": 128"));
        assertRefused(source, "expected shape");
        Files.writeString(source.resolve("params.json"), PARAMETERS.replace("-1", "501"));
        assertRefused(source, "expected 501 rows");
        Files.writeString(
                source.resolve("params.json"), PARAMETERS.replace("\"multiple_of\": 8", "\"use_scaled_rope\": true"));
        assertRefused(source, "use_scaled_rope");
    }

    private void assertRefused(Path source, String problem) throws IOException {
        assertThatThrownBy(() -> convert(source, 1, folder.resolve("w")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining(problem);
        assertThat(list(folder)).containsExactly(source);
    }

    private static TestingConsole convert(Path source, int ranks, Path target) {
        return run(
                new ConvertCommand(),
                "model_name",
                "llama2",
                "model_path",
                source.toString(),
                "model_format",
                "llama",
                "tp",
                "" + ranks,
                "dst_path",
                target.toString());
    }

    /** Writes a golden as Meta would have. */
    private Path write(int shards, boolean embeddingByColumns) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.writeString(source.resolve("params.json"), PARAMETERS);
        try (Model model = ModelLoader.open(GOLDENS.resolve("llama-mha").toString())) {
            Map<String, Weight> weights = NamedWeights.of(model);
            for (int shard = 0; shard < shards; shard++) {
                TestingPickle pickle = new TestingPickle().begin();
                TestingZip zip = new TestingZip(shard % 2 == 1);
                int key = 0;
                for (Map.Entry<String, Weight> entry : weights.entrySet()) {
                    String name = metaName(entry.getKey());
                    byte[] part = part(name, entry.getValue(), shards, shard, embeddingByColumns);
                    Weight weight = entry.getValue();
                    boolean across = isAcross(name, embeddingByColumns);
                    long[] shape = weight.rows() == 1
                            ? new long[] {weight.columns()}
                            : new long[] {
                                across ? weight.rows() : weight.rows() / shards,
                                across ? weight.columns() / shards : weight.columns()
                            };
                    long[] strides = shape.length == 1 ? new long[] {1} : new long[] {shape[1], 1};
                    pickle.tensor(name, "HalfStorage", "" + key, part.length / 2, 0, shape, strides);
                    zip.file("consolidated/data/" + key, part);
                    key++;
                }
                pickle.tensor("rope.freqs", "BFloat16Storage", "" + key, 64, 0, new long[] {64}, new long[] {1});
                zip.file("consolidated/data/" + key, new byte[128]);
                zip.file("consolidated/data.pkl", pickle.end());
                zip.write(source.resolve("consolidated.%02d.pth".formatted(shard)));
            }
        }
        return source;
    }

    private static String metaName(String name) {
        String stem = name.substring(0, name.length() - ".weight".length());
        if (!stem.startsWith("model.layers.")) {
            return NAMES.get(stem) + ".weight";
        }
        String[] parts = stem.split("\\.", 4);
        return "layers.%s.%s.weight".formatted(parts[2], NAMES.get(parts[3]));
    }

    private static boolean isAcross(String name, boolean embeddingByColumns) {
        return name.contains(".wo.") || name.contains(".w2.") || (name.startsWith("tok") && embeddingByColumns);
    }

    /** Row {@code 2j + s} of a head in Meta's order is row {@code s * d/2 + j} in that of Hugging Face. */
    private static byte[] part(String name, Weight weight, int shards, int shard, boolean embeddingByColumns) {
        boolean rotated = name.contains(".wq.") || name.contains(".wk.");
        boolean across = isAcross(name, embeddingByColumns);
        boolean vector = weight.rows() == 1;
        int rows = across || vector ? weight.rows() : weight.rows() / shards;
        int columns = across ? weight.columns() / shards : weight.columns();
        ByteBuffer out = ByteBuffer.allocate(2 * rows * columns);
        for (int row = 0; row < rows; row++) {
            int meta = across || vector ? row : shard * rows + row;
            int feature = meta % 128;
            int source = rotated ? meta - feature + feature % 2 * 64 + feature / 2 : meta;
            ByteBuffer line = ByteBuffer.allocate(2 * weight.columns());
            weight.readRaw(source, 1, line);
            out.put(line.array(), across ? 2 * shard * columns : 0, 2 * columns);
        }
        return out.array();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
