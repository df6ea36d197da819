package dev.turbobench.engine.turbomind;

import static dev.turbobench.engine.turbomind.TestingEngines.cpu;
import static dev.turbobench.engine.turbomind.TestingEngines.greedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.convert.ConvertCommand;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
            checkTokens(golden, workspace);
            workspaces++;
        }
        assertThat(workspaces).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"llama-mha, 1", "internlm-h128, 2"})
    void sameTokensFromWorkspacesOfLmdeploy(String golden, int ranks) {
        checkTokens(
                Golden.of(golden),
                Path.of("src/test/resources/goldens-turbomind/%s-tp%d/weights".formatted(golden, ranks)));
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
            assertThat(engine.info().details().get("cache_max_entry_count"))
                    .startsWith("0.5: at most this share of the memory that is free");
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
        Files.writeString(ini, Files.readString(ini).replace("quant_policy = 0", "quant_policy = 4"));
        assertThatThrownBy(() -> cpu(workspace.toString(), demand))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("quant_policy = 4");
    }

    private static void checkTokens(Golden golden, Path workspace) {
        try (Engine engine = cpu(workspace.toString(), DEMAND)) {
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
