package dev.turbobench.engine.turbomind;

import static dev.turbobench.engine.turbomind.TestingEngines.context;
import static dev.turbobench.engine.turbomind.TestingEngines.greedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden model split over ranks of the CPU, through the public API. */
@Timeout(120)
class TensorParallelTest {

    private static final Demand DEMAND = new Demand(8, 192);

    /** Two of the goldens have only two query heads. */
    static List<Arguments> splits() {
        List<Arguments> splits = new ArrayList<>();
        for (Golden golden : Golden.all()) {
            splits.add(Arguments.of(golden, 2));
            if (!golden.toString().equals("internlm-h128") && !golden.toString().equals("llama-mha")) {
                splits.add(Arguments.of(golden, 4));
            }
        }
        return splits;
    }

    private static Engine split(String model, int ranks, String... options) {
        return new TurbomindEngineFactory().create(context(model, "cpu", ranks, DEMAND, StepSink.NONE, options));
    }

    @ParameterizedTest
    @MethodSource("splits")
    void ranksGiveTheTokensOfTheWhole(Golden golden, int ranks) {
        try (Engine engine = split(golden.model(), ranks, "max_prefill_token_num=16", "max_batch_size=5")) {
            List<TestingSink> sinks = new ArrayList<>();
            for (Golden.Prompt prompt : golden.prompts()) {
                TestingSink sink = new TestingSink();
                engine.submit(greedy(sinks.size(), prompt.tokens(), prompt.greedy().length), sink);
                sinks.add(sink);
            }
            for (int i = 0; i < sinks.size(); i++) {
                Golden.Prompt expected = golden.prompts().get(i);
                TestingSink actual = sinks.get(i).awaitEnd();
                assertThat(actual.error()).isNull();
                assertThat(actual.tokens()).isEqualTo(expected.greedy());
                for (int k = 0; k < expected.logProbabilities().length; k++) {
                    assertThat(actual.promptLogProbabilities()[k])
                            .isCloseTo(expected.logProbabilities()[k], within(1e-3f));
                }
            }
        }
    }

    @Test
    void saysWhatEachRankHolds() {
        String model = Golden.of("llama3-gqa").model();
        try (Engine whole = split(model, 1);
                Engine halves = split(model, 2)) {
            assertThat(halves.info().tensorParallelSize()).isEqualTo(2);
            assertThat(halves.info().deviceNames()).hasSize(2);
            List<MemoryUsage.Rank> ranks = halves.memoryUsage().ranks();
            assertThat(ranks).hasSize(2);
            MemoryUsage.Rank all = whole.memoryUsage().ranks().get(0);
            long embedding = 512L * 256 * Float.BYTES;
            assertThat(ranks)
                    .allSatisfy(rank ->
                            assertThat(rank.weights()).isBetween(all.weights() / 2, all.weights() / 2 + embedding));
            assertThat(ranks.get(0).kvReserved() + ranks.get(1).kvReserved()).isEqualTo(all.kvReserved());
        }
    }

    @Test
    void saysWhenRanksTakeTurns(@TempDir Path folder) throws IOException {
        int ranks = Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 2;
        Path config = Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64,
                 "num_hidden_layers": 1, "num_attention_heads": %1$d, "num_key_value_heads": %1$d, "head_dim": 8,
                 "intermediate_size": %1$d, "vocab_size": 64, "max_position_embeddings": 256, "rms_norm_eps": 1e-5,
                 "torch_dtype": "float16"}
                """.formatted(ranks));
        String model = "synthetic:" + config;
        try (Engine engine = split(model, ranks);
                Engine single = split(model, 1)) {
            assertThat(engine.notices()).anyMatch(notice -> notice.startsWith("%d ranks share".formatted(ranks)));
            assertThat(single.notices()).noneMatch(notice -> notice.contains("ranks share"));
        }
    }

    @Test
    void refusesWhatCannotBeDealtOut() {
        assertThatThrownBy(() -> split(Golden.of("llama-mha").model(), 4))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("--tp: expected a divisor of the 2 query heads, found 4");
        assertThatThrownBy(() -> new TurbomindEngineFactory()
                        .create(context(Golden.of("llama3-gqa").model(), "cuda", 2, DEMAND, StepSink.NONE)))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("--tp: expected 1 on device cuda, found 2");
    }
}
