package dev.turbobench.engine.turbomind.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.turbobench.engine.turbomind.TestingModel;
import dev.turbobench.engine.turbomind.TestingSink;
import dev.turbobench.engine.turbomind.decoder.Decoder;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.host.HostBackend;
import dev.turbobench.engine.turbomind.schedule.Admission;
import dev.turbobench.engine.turbomind.schedule.PrefillOrder;
import dev.turbobench.engine.turbomind.schedule.Sequence;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineLoopTest {

    private static final Capacity CAPACITY = new Capacity(4, 16, 8192, 64);
    private static final int BLOCKS = 4 * CAPACITY.maxBlocksPerSequence();

    /**
     * Notes what the engine's thread allocates in windows of 2,000 steps. One window without allocation is what is asked
     * for: with the C2 compiler a few hundred bytes appear at rare steps, without it none do, so they are taken to be the
     * JVM's. What a step allocates would be in every window.
     */
    private static final class AllocationMeter implements StepSink {

        private static final int WINDOW = 2_000;

        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final long[] windows = new long[8];
        private int steps;
        private int count;
        private long last;

        @Override
        public void onStep(long start, long end, int prefill, int tokens, int decode, int waiting, int blocks) {
            if (steps % WINDOW == 0 && count < windows.length) {
                long now =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                windows[count++] = now - last;
                last = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            steps++;
        }

        /** Bytes in each complete window. */
        long[] windows() {
            return Arrays.copyOfRange(windows, 1, count);
        }
    }

    private static final class CountingSink implements TokenSink {

        private final CountDownLatch ended = new CountDownLatch(1);
        private int tokens;

        @Override
        public void onTokens(long requestId, int[] values, int offset, int count, long timestampNanos) {
            tokens += count;
        }

        @Override
        public void onFinish(long id, FinishReason reason, int prompt, int cached, int completion, long nanos) {
            ended.countDown();
        }

        @Override
        public void onError(long requestId, BenchmarkException error) {
            ended.countDown();
        }
    }

    private static EngineLoop start(Backend backend, ForwardPass pass, StepSink steps) {
        return EngineLoop.start(new EngineLoop.Setup(
                new SoloExecutor(backend, pass),
                CAPACITY,
                BLOCKS,
                16,
                Admission.PROMPT,
                PrefillOrder.FIRST,
                List.of(2),
                System::nanoTime,
                steps));
    }

    private static GenerationRequest request(int id, int newTokens, SamplingParameters sampling) {
        return new GenerationRequest(id, new int[] {1, 2, 3}, newTokens, sampling, true, id, true, false);
    }

    @Test
    void decodingAllocatesNothing() throws Exception {
        TestingModel model = TestingModel.small();
        HostBackend backend = HostBackend.open(model, CAPACITY, 2);
        Decoder decoder = new Decoder(backend, model.config(), CAPACITY);
        backend.allocateCache(BLOCKS);
        AllocationMeter meter = new AllocationMeter();
        try (EngineLoop loop = start(backend, decoder, meter)) {
            CountingSink[] sinks = new CountingSink[2];
            for (int i = 0; i < 2; i++) {
                sinks[i] = new CountingSink();
                SamplingParameters sampling =
                        i % 2 == 0 ? SamplingParameters.GREEDY : new SamplingParameters(20, 0.9, 1.1);
                loop.submit(List.of(new Sequence(request(i, 8_100, sampling), sinks[i])));
            }
            for (CountingSink sink : sinks) {
                assertThat(sink.ended.await(120, TimeUnit.SECONDS)).isTrue();
                assertThat(sink.tokens).isEqualTo(8_100);
            }
        }
        assertThat(meter.windows()).hasSizeGreaterThanOrEqualTo(4).contains(0);
    }

    @Test
    void aDeviceThatFailsEndsEverythingWithItsError() {
        TestingModel model = TestingModel.small();
        HostBackend backend = HostBackend.open(model, CAPACITY, 1);
        Decoder decoder = new Decoder(backend, model.config(), CAPACITY);
        backend.allocateCache(BLOCKS);
        AtomicInteger steps = new AtomicInteger();
        ForwardPass failing = batch -> {
            if (steps.incrementAndGet() == 5) {
                throw new IllegalStateException("device lost");
            }
            decoder.forward(batch);
        };
        try (EngineLoop loop = start(backend, failing, StepSink.NONE)) {
            TestingSink[] sinks = new TestingSink[6];
            List<Sequence> sequences = new ArrayList<>();
            for (int i = 0; i < sinks.length; i++) {
                sinks[i] = new TestingSink();
                sequences.add(new Sequence(request(i, 50, SamplingParameters.GREEDY), sinks[i]));
            }
            // Together: one after the other, the last could come after the end.
            loop.submit(sequences);
            for (TestingSink sink : sinks) {
                assertThat(sink.awaitEnd().error()).hasMessageContaining("device lost");
            }
            assertThat(loop.active()).isZero();
            assertThatExceptionOfType(BenchmarkException.class)
                    .isThrownBy(() -> loop.submit(
                            List.of(new Sequence(request(9, 1, SamplingParameters.GREEDY), new TestingSink()))))
                    .withMessageContaining("device lost");
        }
    }

    @Test
    void aStepSinkThatThrowsDisturbsNothing() {
        TestingModel model = TestingModel.small();
        HostBackend backend = HostBackend.open(model, CAPACITY, 1);
        Decoder decoder = new Decoder(backend, model.config(), CAPACITY);
        backend.allocateCache(BLOCKS);
        StepSink broken = (start, end, prefill, tokens, decode, waiting, blocks) -> {
            throw new IllegalStateException("broken");
        };
        try (EngineLoop loop = start(backend, decoder, broken)) {
            TestingSink sink = new TestingSink();
            loop.submit(List.of(new Sequence(request(1, 5, SamplingParameters.GREEDY), sink)));
            assertThat(sink.awaitEnd().tokens()).hasSize(5);
        }
    }
}
