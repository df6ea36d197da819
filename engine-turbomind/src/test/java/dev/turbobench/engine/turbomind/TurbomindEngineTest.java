package dev.turbobench.engine.turbomind;

import static dev.turbobench.engine.turbomind.TestingEngines.cpu;
import static dev.turbobench.engine.turbomind.TestingEngines.greedy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurbomindEngineTest {

    private static final Golden GOLDEN = Golden.of("llama3-gqa");
    private static final Demand DEMAND = new Demand(4, 128);

    private static Engine engine(String... options) {
        return cpu(GOLDEN.model(), DEMAND, options);
    }

    @Test
    void manyThreadsSubmitAndCancel() throws Exception {
        int threads = 64;
        int requests = 1_000;
        List<TestingSink> sinks = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            sinks.add(new TestingSink());
        }
        try (Engine engine = engine("cache_max_entry_count=100", "cache_block_seq_len=8", "admission=prompt")) {
            AtomicInteger next = new AtomicInteger();
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Random random = new Random(t);
                futures.add(pool.submit(() -> {
                    for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                        int[] prompt =
                                random.ints(1 + random.nextInt(12), 0, 500).toArray();
                        RequestHandle handle = engine.submit(greedy(i, prompt, 1 + random.nextInt(20)), sinks.get(i));
                        if (random.nextInt(3) == 0) {
                            handle.cancel();
                            handle.cancel();
                        }
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get(60, TimeUnit.SECONDS);
            }
            pool.shutdown();
            sinks.forEach(TestingSink::awaitEnd);
            engine.reset();
            assertThat(engine.memoryUsage().ranks().get(0).kvLive()).isZero();
        }
        assertThat(sinks).allSatisfy(sink -> {
            assertThat(sink.ends()).isEqualTo(1);
            assertThat(sink.error()).isNull();
        });
        assertThat(sinks.stream().filter(sink -> sink.reason() == FinishReason.LENGTH))
                .hasSizeGreaterThan(500);
        assertThat(sinks.stream().filter(sink -> sink.reason() == FinishReason.CANCELLED))
                .isNotEmpty();
    }

    @Test
    void sampledTokensDependOnTheSeedOnly() {
        SamplingParameters sampling = new SamplingParameters(40, 0.95, 1.5);
        List<int[]> alone = new ArrayList<>();
        try (Engine engine = engine()) {
            for (int seed = 0; seed < 6; seed++) {
                TestingSink sink = new TestingSink();
                engine.submit(sampled(seed, sampling), sink);
                alone.add(sink.awaitEnd().tokens());
            }
        }
        assertThat(alone.stream().map(Arrays::hashCode).distinct()).hasSize(6);
        try (Engine engine =
                engine("cache_block_seq_len=4", "cache_max_entry_count=20", "admission=prompt", "cpu_threads=3")) {
            List<TestingSink> sinks = new ArrayList<>();
            for (int seed = 0; seed < 6; seed++) {
                sinks.add(new TestingSink());
                engine.submit(sampled(seed, sampling), sinks.get(seed));
            }
            for (int seed = 0; seed < 6; seed++) {
                assertThat(sinks.get(seed).awaitEnd().tokens()).isEqualTo(alone.get(seed));
            }
            assertThat(sinks.stream().mapToInt(TestingSink::preemptions).sum()).isPositive();
        }
    }

    private static GenerationRequest sampled(long seed, SamplingParameters sampling) {
        return new GenerationRequest(seed, new int[] {5, 6, 7}, 40, sampling, true, seed, false, false);
    }

    @Test
    void stopsAtAnEndOfSequenceTokenUnlessItIsIgnored() {
        // This prompt's greedy continuation contains the end-of-sequence token.
        Golden golden = Golden.all().stream()
                .filter(g -> g.prompts().stream().anyMatch(TurbomindEngineTest::containsEos))
                .findFirst()
                .orElseThrow();
        Golden.Prompt prompt = golden.prompts().stream()
                .filter(TurbomindEngineTest::containsEos)
                .findFirst()
                .orElseThrow();
        int end = IntStream.range(0, prompt.greedy().length)
                .filter(i -> prompt.greedy()[i] == 2)
                .findFirst()
                .orElseThrow();
        try (Engine engine = cpu(golden.model(), new Demand(1, 200))) {
            TestingSink sink = new TestingSink();
            engine.submit(
                    new GenerationRequest(1, prompt.tokens(), 24, SamplingParameters.GREEDY, false, 0, false, false),
                    sink);
            assertThat(sink.awaitEnd().reason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            assertThat(sink.tokens()).hasSize(end + 1).endsWith(2);
        }
    }

    private static boolean containsEos(Golden.Prompt prompt) {
        return Arrays.stream(prompt.greedy()).anyMatch(token -> token == 2);
    }

    @Test
    void scoresAPromptWithoutGenerating() {
        Golden.Prompt prompt = GOLDEN.prompts().get(2);
        try (Engine engine = engine()) {
            TestingSink sink = new TestingSink();
            engine.submit(greedy(1, prompt.tokens(), 0), sink);
            assertThat(sink.awaitEnd().promptLogProbabilities()).hasSize(prompt.logProbabilities().length);
            assertThat(sink.tokens()).isEmpty();
            assertThat(sink.reason()).isEqualTo(FinishReason.LENGTH);
            TestingSink single = new TestingSink();
            engine.submit(greedy(2, new int[] {7}, 0), single);
            assertThat(single.awaitEnd().promptLogProbabilities()).isEmpty();
        }
    }

    @Test
    void reportsEveryStep() {
        AtomicLong prefill = new AtomicLong();
        AtomicLong decode = new AtomicLong();
        ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
        StepSink steps = (start, end, prefillSequences, prefillTokens, decodeSequences, waiting, blocks) -> {
            prefill.addAndGet(prefillTokens);
            decode.addAndGet(decodeSequences);
            if (end < start || blocks < 1 || waiting < 0) {
                violations.add("%d %d %d %d".formatted(start, end, blocks, waiting));
            }
        };
        try (Engine engine = cpu(GOLDEN.model(), DEMAND, steps, "max_prefill_token_num=5")) {
            List<TestingSink> sinks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sinks.add(new TestingSink());
                engine.submit(greedy(i, new int[] {1, 2, 3, 4, 5, 6, 7}, 10), sinks.get(i));
            }
            sinks.forEach(TestingSink::awaitEnd);
            assertThat(prefill).hasValue(21);
            assertThat(decode).hasValue(27);
            assertThat(violations).isEmpty();
        }
    }

    @Test
    void aSinkThatThrowsEndsOnlyItsOwnRequest() {
        try (Engine engine = engine()) {
            TestingSink failing = new TestingSink() {
                @Override
                public synchronized void onTokens(long id, int[] tokens, int offset, int count, long nanos) {
                    throw new IllegalStateException("broken sink");
                }
            };
            TestingSink worse = new TestingSink() {
                @Override
                public synchronized void onAdmitted(long id, long nanos) {
                    throw new AssertionError("broken sink");
                }

                @Override
                public synchronized void onError(long id, BenchmarkException error) {
                    super.onError(id, error);
                    throw new IllegalStateException("broken again");
                }
            };
            TestingSink good = new TestingSink();
            Golden.Prompt prompt = GOLDEN.prompts().get(1);
            engine.submit(greedy(1, prompt.tokens(), 40), failing);
            engine.submit(greedy(2, prompt.tokens(), 40), worse);
            engine.submit(greedy(3, prompt.tokens(), 40), good);
            assertThat(failing.awaitEnd().error())
                    .hasMessageContaining("request 1")
                    .hasMessageContaining("broken");
            assertThat(worse.awaitEnd().error()).hasMessageContaining("request 2");
            assertThat(good.awaitEnd().tokens()).isEqualTo(prompt.greedy());
            assertThat(engine.memoryUsage().ranks().get(0).kvLive()).isZero();
            engine.reset();
        }
    }

    @Test
    void closeCancelsWhatRunsAndWaits() {
        Engine engine = engine("max_batch_size=1");
        List<TestingSink> sinks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sinks.add(new TestingSink());
            engine.submit(greedy(i, new int[] {1}, 127), sinks.get(i));
        }
        sinks.get(0).awaitFirstToken();
        assertThatIllegalStateException().isThrownBy(engine::reset).withMessageContaining("running");
        engine.close();
        engine.close();
        assertThat(sinks).allSatisfy(sink -> {
            assertThat(sink.ends()).isEqualTo(1);
            assertThat(sink.reason()).isIn(FinishReason.CANCELLED, FinishReason.LENGTH);
        });
        assertThat(sinks.get(2).reason()).isEqualTo(FinishReason.CANCELLED);
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.submit(greedy(9, new int[] {1}, 1), new TestingSink()));
    }

    @Test
    void refusesWhatCanNeverRun() {
        try (Engine engine = engine("cache_max_entry_count=2", "cache_block_seq_len=16")) {
            refused(engine, greedy(7, new int[100], 29), "request 7", "session_len 128");
            refused(engine, greedy(8, new int[20], 20), "request 8", "3 KV blocks", "the cache has 2");
            refused(engine, greedy(9, new int[] {0, 512}, 1), "request 9", "511", "index 1");
            TestingSink sink = new TestingSink();
            engine.submit(greedy(10, new int[20], 13), sink);
            assertThat(sink.awaitEnd().tokens()).hasSize(13);
        }
    }

    private static void refused(Engine engine, GenerationRequest request, String... messages) {
        TestingSink sink = new TestingSink();
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> engine.submit(request, sink))
                .satisfies(e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.USER))
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
        assertThat(sink.ends()).isZero();
    }

    @Test
    void saysWhatRuns() {
        try (Engine engine = engine("cache_max_entry_count=0.01", "cache_block_seq_len=32", "max_batch_size=7")) {
            assertThat(engine.info().architecture()).isEqualTo("LlamaForCausalLM");
            assertThat(engine.info().device()).isEqualTo("cpu");
            assertThat(engine.info().dataType()).isEqualTo("fp32");
            assertThat(engine.info().randomWeights()).isFalse();
            assertThat(engine.info().details())
                    .containsEntry("max_batch_size", "7")
                    .containsEntry("session_len", "128")
                    .containsEntry("max_prefill_token_num", "512")
                    .containsEntry("admission", "complete");
            assertThat(engine.limits().maxBatchSize()).isEqualTo(7);
            assertThat(engine.limits().kvBlocks()).isGreaterThan(10);
            var rank = engine.memoryUsage().ranks().get(0);
            assertThat(rank.weights()).isEqualTo(engine.info().parameters() * 4);
            assertThat(rank.kvReserved()).isPositive();
            assertThat(rank.workspace()).isPositive();
        }
    }

    @Test
    void sizesTheCacheForTheRun() {
        try (Engine engine = cpu("synthetic:tiny", new Demand(64, 4096), "max_batch_size=2")) {
            assertThat(engine.limits().maxSequenceTokens()).isEqualTo(4096);
            assertThat(engine.limits().kvBlocks()).isEqualTo(2 * 64);
            assertThat(engine.info().randomWeights()).isTrue();
        }
        try (Engine engine = cpu("synthetic:tiny", new Demand(2, 256))) {
            assertThat(engine.limits().concurrentSequences(256)).isEqualTo(2);
        }
    }

    @Test
    void saysWhenSequencesAreLongerThanTheModel() {
        try (Engine engine = cpu(GOLDEN.model(), new Demand(1, 1 << 18), "cache_max_entry_count=4")) {
            assertThat(engine.notices()).anyMatch(notice -> notice.contains("262144 tokens exceed the"));
        }
    }
}
