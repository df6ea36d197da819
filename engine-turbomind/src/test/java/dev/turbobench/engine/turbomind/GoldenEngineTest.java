package dev.turbobench.engine.turbomind;

import static dev.turbobench.engine.turbomind.TestingEngines.cpu;
import static dev.turbobench.engine.turbomind.TestingEngines.greedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.RequestHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden model through the public API: what is computed does not depend on how it is scheduled. */
class GoldenEngineTest {

    private static final Demand DEMAND = new Demand(8, 192);

    static List<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void oneAfterTheOther(Golden golden) {
        try (Engine engine = cpu(golden.model(), DEMAND)) {
            for (Golden.Prompt prompt : golden.prompts()) {
                check(prompt, submit(engine, 1, prompt).awaitEnd());
                engine.reset();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void promptsInPieces(Golden golden) {
        for (int piece : new int[] {1, 3, 7, 16}) {
            try (Engine engine = cpu(
                    golden.model(),
                    DEMAND,
                    "max_prefill_token_num=" + piece,
                    "max_batch_size=5",
                    "cache_block_seq_len=5")) {
                checkTogether(golden, engine);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void allTogether(Golden golden) {
        try (Engine engine = cpu(golden.model(), DEMAND)) {
            checkTogether(golden, engine);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void preemptedInATinyCache(Golden golden) {
        int longest = golden.prompts().stream()
                .mapToInt(prompt -> prompt.tokens().length + prompt.greedy().length - 1)
                .max()
                .orElseThrow();
        int blocks = (longest + 3) / 4;
        try (Engine engine = cpu(
                golden.model(),
                DEMAND,
                "cache_block_seq_len=4",
                "cache_max_entry_count=" + blocks,
                "admission=prompt")) {
            // Prompts of one token all start at once and then need many blocks each.
            Golden.Prompt shortest = golden.prompts().get(0);
            List<TestingSink> neighbours = new ArrayList<>();
            for (int i = 0; i < blocks; i++) {
                neighbours.add(submit(engine, 100 + i, shortest));
            }
            checkTogether(golden, engine);
            neighbours.forEach(sink -> check(shortest, sink.awaitEnd()));
            assertThat(neighbours.stream().mapToInt(TestingSink::preemptions).sum())
                    .isPositive();
            assertThat(engine.memoryUsage().ranks().get(0).kvLive()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void besideACancelledNeighbour(Golden golden) {
        try (Engine engine = cpu(golden.model(), DEMAND, "cache_block_seq_len=4", "cache_max_entry_count=64")) {
            Golden.Prompt last = golden.prompts().get(golden.prompts().size() - 1);
            TestingSink cancelled = new TestingSink();
            int rest = DEMAND.sequenceTokens() - last.tokens().length;
            RequestHandle handle = engine.submit(greedy(99, last.tokens(), rest), cancelled);
            cancelled.awaitFirstToken();
            List<TestingSink> sinks = new ArrayList<>();
            for (Golden.Prompt prompt : golden.prompts()) {
                sinks.add(submit(engine, sinks.size(), prompt));
            }
            handle.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.reason()).isIn(FinishReason.CANCELLED, FinishReason.LENGTH);
            for (int i = 0; i < sinks.size(); i++) {
                check(golden.prompts().get(i), sinks.get(i).awaitEnd());
            }
            check(last, submit(engine, 100, last).awaitEnd());
        }
    }

    private static void checkTogether(Golden golden, Engine engine) {
        List<TestingSink> sinks = new ArrayList<>();
        for (Golden.Prompt prompt : golden.prompts()) {
            sinks.add(submit(engine, sinks.size(), prompt));
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
        assertThat(actual.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(actual.tokens()).isEqualTo(expected.greedy());
        assertThat(actual.completionTokens()).isEqualTo(expected.greedy().length);
        assertThat(actual.logProbabilities()).hasSize(expected.greedy().length);
        assertThat(actual.promptLogProbabilities()).hasSize(expected.logProbabilities().length);
        for (int i = 0; i < expected.logProbabilities().length; i++) {
            assertThat(actual.promptLogProbabilities()[i]).isCloseTo(expected.logProbabilities()[i], within(1e-3f));
        }
    }
}
