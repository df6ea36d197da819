package dev.turbobench.engine.turbomind;

import static dev.turbobench.engine.turbomind.TestingEngines.cuda;
import static dev.turbobench.engine.turbomind.TestingEngines.greedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine on a GPU through the public API. */
@Tag("gpu")
class CudaEngineTest {

    private static final Demand DEMAND = new Demand(8, 192);

    static Stream<Golden> goldens() {
        return Golden.all().stream().filter(golden -> !golden.toString().equals("llama-f32"));
    }

    @Test
    void offersTheGpuFirst() {
        TurbomindEngineFactory factory = new TurbomindEngineFactory();
        List<DeviceOffer> offers = factory.devices(Options.of("engine.turbomind", factory.options(), Map.of()));

        assertThat(offers).extracting(DeviceOffer::name).containsExactly("cuda", "cpu");
        assertThat(offers.get(0).availability().reason()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void allTogether(Golden golden) {
        try (Engine engine = cuda(golden.model(), DEMAND, "dtype=fp16")) {
            checkTogether(golden, engine);
            checkTogether(golden, engine);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void promptsInPiecesBesideOthersThatGenerate(Golden golden) {
        try (Engine engine = cuda(
                golden.model(),
                DEMAND,
                "dtype=fp16",
                "max_prefill_token_num=16",
                "max_batch_size=5",
                "cuda_graphs=false")) {
            checkTogether(golden, engine);
        }
    }

    @Test
    void preemptedInATinyCache() {
        Golden golden = Golden.of("llama3-gqa");
        try (Engine engine = cuda(
                golden.model(),
                DEMAND,
                "dtype=fp16",
                "cache_block_seq_len=32",
                "cache_max_entry_count=6",
                "admission=prompt")) {
            Golden.Prompt shortest = golden.prompts().get(0);
            List<TestingSink> neighbours = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                neighbours.add(submit(engine, 100 + i, shortest));
            }
            checkTogether(golden, engine);
            neighbours.forEach(sink -> check(shortest, sink.awaitEnd()));
            assertThat(engine.memoryUsage().ranks().get(0).kvLive()).isZero();
        }
    }

    @Test
    void returnsEveryBlockOfCancelledRequests() {
        Golden golden = Golden.of("llama3-gqa");
        Random random = new Random(5);
        try (Engine engine = cuda(golden.model(), DEMAND, "dtype=fp16")) {
            List<TestingSink> sinks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                TestingSink sink = new TestingSink();
                Golden.Prompt prompt = golden.prompts().get(random.nextInt(4));
                RequestHandle handle = engine.submit(greedy(i, prompt.tokens(), 60), sink);
                sinks.add(sink);
                if (random.nextBoolean()) {
                    sinks.get(random.nextInt(sinks.size())).awaitEnd();
                }
                if (random.nextInt(3) > 0) {
                    handle.cancel();
                }
            }
            for (TestingSink sink : sinks) {
                sink.awaitEnd();
                assertThat(sink.error()).isNull();
                assertThat(sink.reason()).isIn(FinishReason.CANCELLED, FinishReason.LENGTH);
            }
            assertThat(engine.memoryUsage().ranks().get(0).kvLive()).isZero();
            checkTogether(golden, engine);
        }
    }

    private static void checkTogether(Golden golden, Engine engine) {
        List<TestingSink> sinks = new ArrayList<>();
        for (Golden.Prompt prompt : golden.prompts()) {
            sinks.add(submit(engine, 1000 + sinks.size(), prompt));
        }
        for (int i = 0; i < sinks.size(); i++) {
            check(golden.prompts().get(i), sinks.get(i).awaitEnd());
        }
    }

    private static TestingSink submit(Engine engine, long id, Golden.Prompt prompt) {
        TestingSink sink = new TestingSink();
        engine.submit(greedy(id, prompt.tokens(), prompt.greedy().length), sink);
        return sink;
    }

    private static void check(Golden.Prompt expected, TestingSink actual) {
        assertThat(actual.error()).isNull();
        assertThat(actual.tokens()).isEqualTo(expected.greedy());
        assertThat(actual.logProbabilities()).hasSize(expected.greedy().length);
        assertThat(actual.promptLogProbabilities()).hasSize(expected.logProbabilities().length);
        for (int i = 0; i < expected.logProbabilities().length; i++) {
            assertThat(actual.promptLogProbabilities()[i]).isCloseTo(expected.logProbabilities()[i], within(0.1f));
        }
    }
}
