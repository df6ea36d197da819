package dev.turbobench.engine.turbomind.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.Golden;
import dev.turbobench.engine.turbomind.communicate.Communicator;
import dev.turbobench.engine.turbomind.communicate.ThreadCommunicators;
import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.shard.Shard;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.host.HostBackend;
import dev.turbobench.engine.turbomind.runtime.RankExecutor;
import dev.turbobench.spi.error.BenchmarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class SplitDecoderTest {

    private static final Capacity CAPACITY = new Capacity(1, 512, 192, 16);

    static List<Golden> goldens() {
        return Golden.all();
    }

    private static final class Split implements AutoCloseable {

        private final List<RankExecutor.Rank> ranks = new ArrayList<>();
        private final RankExecutor executor;

        Split(Model model, int size, Duration patience, IntFunction<Communicator> faults) {
            ThreadCommunicators group = new ThreadCommunicators(
                    size, CAPACITY.maxRows() * model.config().hiddenSize(), patience);
            for (int rank = 0; rank < size; rank++) {
                Shard shard = new Shard(rank, size);
                HostBackend backend = HostBackend.open(model, shard, CAPACITY, 1, Optional.empty());
                Communicator fault = faults.apply(rank);
                Communicator communicator = fault == null ? group.rank(rank) : fault;
                ranks.add(new RankExecutor.Rank(
                        backend, new Decoder(backend, shard.config(model.config()), shard, communicator, CAPACITY)));
                backend.allocateCache(CAPACITY.maxBlocksPerSequence());
            }
            executor = new RankExecutor(ranks, group::fail);
        }

        float[] logits(int[] tokens) {
            int[] tables = new int[CAPACITY.maxBlocksPerSequence()];
            Arrays.setAll(tables, i -> i);
            Batch batch = new Batch(CAPACITY, tables);
            batch.addSequence(0, tokens.length);
            for (int i = 0; i < tokens.length; i++) {
                batch.addRow(tokens[i], i);
            }
            batch.topK[batch.addSample(tokens.length - 1)] = 1;
            executor.submit(batch);
            executor.await(batch);
            HostBuffer logits = (HostBuffer) ranks.get(0).decoder().logits();
            return Arrays.copyOf(logits.values(), logits.columns());
        }

        @Override
        public void close() {
            executor.close();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void logitsAreThoseOfTheWhole(Golden golden) {
        try (Model model = ModelLoader.open(golden.model());
                Split whole = new Split(model, 1, Duration.ofSeconds(60), rank -> null)) {
            for (int size = 2; size <= Math.min(4, model.config().heads()); size *= 2) {
                try (Split split = new Split(model, size, Duration.ofSeconds(60), rank -> null)) {
                    for (Golden.Prompt prompt : golden.prompts()) {
                        float[] expected = whole.logits(prompt.tokens());
                        float[] actual = split.logits(prompt.tokens());
                        assertThat(distance(expected, actual)).isLessThan(1e-5);
                        assertThat(split.logits(prompt.tokens())).as("again").isEqualTo(actual);
                    }
                }
            }
        }
    }

    private static double distance(float[] expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }

    /** Does something instead of the first sum. */
    private record Fault(int rank, int size, Runnable instead) implements Communicator {

        @Override
        public void allReduceSum(int rows, Buffer matrix) {
            instead.run();
        }

        @Override
        public void allGather(int rows, Buffer part, Buffer whole) {
            instead.run();
        }
    }

    private static final int[] PROMPT = {1, 2, 3};

    @Test
    void aRankThatDiesEndsTheStepWithItsName() {
        Runnable death = () -> {
            throw new IllegalStateException("power lost");
        };
        try (Model model = ModelLoader.open(Golden.of("llama3-gqa").model());
                Split split = new Split(
                        model, 4, Duration.ofSeconds(60), rank -> rank == 2 ? new Fault(2, 4, death) : null)) {
            assertThatThrownBy(() -> split.logits(PROMPT))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageMatching("rank 2 \\(.*\\), attention of layer 0: .*power lost");
        }
    }

    @Test
    void aRankThatStallsEndsTheStepWithItsName() {
        CountDownLatch never = new CountDownLatch(1);
        Runnable stall = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (Model model = ModelLoader.open(Golden.of("llama3-gqa").model());
                Split split = new Split(
                        model, 2, Duration.ofMillis(300), rank -> rank == 1 ? new Fault(1, 2, stall) : null)) {
            assertThatThrownBy(() -> split.logits(PROMPT))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageMatching("rank 0 \\(.*\\), attention of layer 0: rank 0 waited 0 s for rank 1.*");
            never.countDown();
        }
    }
}
