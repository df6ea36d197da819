package dev.turbobench.engine.turbomind;

import static dev.turbobench.engine.turbomind.TestingEngines.context;
import static dev.turbobench.engine.turbomind.TestingEngines.cpu;
import static dev.turbobench.engine.turbomind.TestingEngines.greedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.convert.ConvertCommand;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that went through the format of TurboMind generate the same tokens. */
class WorkspaceEngineTest {

    private static final Demand DEMAND = new Demand(4, 192);

    @TempDir
    private Path folder;

    static List<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void sameTokensFromWorkspacesForOneTwoAndFourRanks(Golden golden) {
        int workspaces = 0;
        for (int ranks : new int[] {1, 2, 4}) {
            Path workspace = folder.resolve("tp" + ranks);
            try {
                convert(golden, ranks, workspace);
            } catch (BenchmarkException e) {
                assertThat(e).hasMessageContaining("expected a multiple of " + ranks);
                continue;
            }
            checkTokens(golden, workspace, 1);
            workspaces++;
        }
        assertThat(workspaces).isPositive();
    }

    /** Weights for one rank are split when they are read; those for four are put together and split again. */
    @ParameterizedTest
    @CsvSource({"llama-mha, 1, 2", "llama-mha, 2, 2", "llama3-gqa, 1, 2", "llama3-gqa, 2, 4", "internlm1, 4, 2"})
    void sameTokensWhateverTheRanksOfTheWorkspaceAndOfTheRun(String name, int ranks, int runRanks) {
        Golden golden = Golden.of(name);
        Path workspace = folder.resolve("w");
        convert(golden, ranks, workspace);
        checkTokens(golden, workspace, runRanks);
    }

    @ParameterizedTest
    @CsvSource({"llama-mha, 1", "internlm-h128, 2"})
    void sameTokensFromWorkspacesOfLmdeploy(String golden, int ranks) {
        checkTokens(
                Golden.of(golden),
                Path.of("src/test/resources/goldens-turbomind/%s-tp%d/weights".formatted(golden, ranks)),
                1);
    }

    @Test
    void configurationSteersTheEngineAndOptionsWin() throws IOException {
        Path workspace = folder.resolve("w");
        convert(Golden.of("llama-mha"), 1, workspace);
        Path ini = workspace.resolve("triton_models/weights/config.ini");
        Files.writeString(
                ini,
                Files.readString(ini)
                        .replace("session_len = 4104", "session_len = 96")
                        .replace("max_batch_size = 64", "max_batch_size = 3")
                        .replace("cache_block_seq_len = 128", "cache_block_seq_len = 16"));
        Demand demand = new Demand(2, 64);
        try (Engine engine = cpu(workspace.toString(), demand)) {
            assertThat(engine.info().details())
                    .containsEntry("compat", "0.1")
                    .hasEntrySatisfying(
                            "cache_max_entry_count",
                            text -> assertThat(text).startsWith("0.5: at most this share of all memory"));
        }
        try (Engine engine = cpu(workspace.toString(), demand, "compat=0.5")) {
            assertThat(engine.info().details())
                    .containsEntry("compat", "0.5")
                    .hasEntrySatisfying(
                            "cache_max_entry_count",
                            text -> assertThat(text).startsWith("0.5: at most this share of the memory that is free"));
        }
        Files.writeString(
                ini, Files.readString(ini).replace("cache_max_entry_count = 0.5", "cache_max_entry_count = 40"));
        try (Engine engine = cpu(workspace.toString(), demand)) {
            assertThat(engine.limits().maxBatchSize()).isEqualTo(3);
            assertThat(engine.limits().maxSequenceTokens()).isEqualTo(96);
            assertThat(engine.limits().kvTokens()).isEqualTo(40 * 16);
            assertThat(engine.info().details()).containsEntry("cache_max_entry_count", "40: a number of blocks");
        }
        try (Engine engine = cpu(workspace.toString(), demand, "max_batch_size=2", "cache_max_entry_count=30")) {
            assertThat(engine.limits().maxBatchSize()).isEqualTo(2);
            assertThat(engine.limits().kvTokens()).isEqualTo(30 * 16);
        }
    }

    @Test
    void changedAndUnknownKeysAreToldToTheUser() throws IOException {
        Path workspace = folder.resolve("w");
        convert(Golden.of("llama-mha"), 1, workspace);
        edit(workspace, "norm_eps = 1e-06", "norm_eps = 1e-05", "step_length = 1", "step_length = 1\nmy_key = 3");
        try (Engine engine = cpu(workspace.toString(), DEMAND)) {
            assertThat(engine.notices())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("norm_eps") && line.contains("must not be changed"))
                    .anyMatch(line -> line.contains("my_key is not known"));
        }
    }

    @Test
    void rotaryScalingAndLognChangeWhatLongSequencesGive() throws IOException {
        Path workspace = folder.resolve("w");
        Golden golden = Golden.of("llama-mha");
        convert(golden, 1, workspace);
        edit(workspace, "max_position_embeddings = 512", "max_position_embeddings = 16");
        float[] plain = scores(golden, workspace);
        edit(workspace, "use_logn_attn = 0", "use_logn_attn = 1");
        float[] logn = scores(golden, workspace);
        edit(
                workspace,
                "rope_scaling_factor = 0.0",
                "rope_scaling_factor = 2.0",
                "use_logn_attn = 1",
                "use_logn_attn = 0");
        float[] stretched = scores(golden, workspace);
        // Positions up to the trained length are those of the plain model; the score of token i + 1 comes from row i.
        assertThat(Arrays.copyOf(logn, 15)).isEqualTo(Arrays.copyOf(plain, 15));
        assertThat(plain.length).isGreaterThan(20);
        assertThat(logn[plain.length - 1]).isNotEqualTo(plain[plain.length - 1]);
        assertThat(stretched[plain.length - 1]).isNotEqualTo(plain[plain.length - 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void int8CacheIsCloseToTheExactOne(int ranks) throws IOException {
        Path workspace = folder.resolve("w");
        Golden golden = Golden.of("llama-mha");
        convert(golden, ranks, workspace);
        float[] exact = scores(golden, workspace);
        edit(workspace, "quant_policy = 0", "quant_policy = 4");
        writeScales(workspace, ranks, 0.1f);
        float[] fine = scores(golden, workspace);
        assertThat(distance(fine, scores(golden, workspace, 2))).isLessThan(0.01);
        writeScales(workspace, ranks, 2f);
        float[] coarse = scores(golden, workspace);
        assertThat(distance(exact, fine)).isPositive().isLessThan(0.3);
        assertThat(distance(exact, coarse)).isGreaterThan(1);
        try (Engine engine = cpu(workspace.toString(), DEMAND)) {
            assertThat(engine.info().details().get("kv cache")).startsWith("int8, ");
        }
        assertThatThrownBy(() -> cpu(workspace.toString(), DEMAND, "compat=0.5"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("quant_policy = 4")
                .hasMessageContaining("compat=0.1");
    }

    private static void writeScales(Path workspace, int ranks, float scale) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(scale).putFloat(0).putFloat(scale).putFloat(0);
        for (int layer = 0; layer < 2; layer++) {
            for (int rank = 0; rank < ranks; rank++) {
                String name = "layers.%d.past_kv_scale.%d.weight".formatted(layer, rank);
                Files.write(workspace.resolve("triton_models/weights").resolve(name), bytes.array());
            }
        }
    }

    /** Mean difference of log-probabilities. */
    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - other[i]);
        }
        return sum / one.length;
    }

    /** Log-probabilities of the longest prompt. */
    private static float[] scores(Golden golden, Path workspace) {
        return scores(golden, workspace, 1);
    }

    private static float[] scores(Golden golden, Path workspace, int ranks) {
        EngineContext context = context(workspace.toString(), "cpu", ranks, DEMAND, StepSink.NONE);
        try (Engine engine = new TurbomindEngineFactory().create(context)) {
            Golden.Prompt prompt = golden.prompts().stream()
                    .max(Comparator.comparingInt(candidate -> candidate.tokens().length))
                    .orElseThrow();
            TestingSink sink = new TestingSink();
            engine.submit(greedy(0, prompt.tokens(), 1), sink);
            return sink.awaitEnd().promptLogProbabilities();
        }
    }

    /** Replace lines of config.ini; arguments are alternating old and new lines. */
    private static void edit(Path workspace, String... lines) throws IOException {
        Path ini = workspace.resolve("triton_models/weights/config.ini");
        String text = Files.readString(ini);
        for (int i = 0; i < lines.length; i += 2) {
            assertThat(text).contains(lines[i] + "\n");
            text = text.replace(lines[i] + "\n", lines[i + 1] + "\n");
        }
        Files.writeString(ini, text);
    }

    private static void checkTokens(Golden golden, Path workspace, int ranks) {
        EngineContext context = context(workspace.toString(), "cpu", ranks, DEMAND, StepSink.NONE);
        try (Engine engine = new TurbomindEngineFactory().create(context)) {
            List<TestingSink> sinks = new ArrayList<>();
            for (Golden.Prompt prompt : golden.prompts()) {
                TestingSink sink = new TestingSink();
                engine.submit(greedy(sinks.size(), prompt.tokens(), prompt.greedy().length), sink);
                sinks.add(sink);
            }
            for (int i = 0; i < sinks.size(); i++) {
                assertThat(sinks.get(i).awaitEnd().tokens())
                        .isEqualTo(golden.prompts().get(i).greedy());
            }
        }
    }

    private static void convert(Golden golden, int ranks, Path target) {
        ConvertCommand command = new ConvertCommand();
        List<OptionSpec> declared = new ArrayList<>(command.parameters());
        declared.addAll(command.options());
        Map<String, OptionValue> given = Map.of(
                "model_name", value("llama2"),
                "model_path", value(golden.model()),
                "tp", value("" + ranks),
                "dst_path", value(target.toString()));
        command.run(Options.of("convert", declared, given), new Silence());
    }

    private static OptionValue value(String text) {
        return new OptionValue(text, OptionSource.COMMAND_LINE);
    }

    private static final class Silence implements Console {

        @Override
        public void line(String text) {}

        @Override
        public void warning(String text) {}

        @Override
        public void progress(String label, long done, long total) {}
    }
}
