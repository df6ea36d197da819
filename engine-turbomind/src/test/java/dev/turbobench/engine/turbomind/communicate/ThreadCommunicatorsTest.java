package dev.turbobench.engine.turbomind.communicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ThreadCommunicatorsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Run something on a thread for each rank and wait for all. */
    private static void onRanks(int size, IntConsumer rank) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int number = i;
            CompletableFuture<Void> future = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    rank.accept(number);
                    future.complete(null);
                } catch (RuntimeException | Error e) {
                    future.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            running.add(future);
        }
        running.forEach(CompletableFuture::join);
    }

    private static HostBuffer random(int rows, int columns, long seed) {
        HostBuffer buffer = new HostBuffer(rows, columns);
        Random random = new Random(seed);
        for (int i = 0; i < buffer.values().length; i++) {
            buffer.values()[i] = (float) random.nextGaussian();
        }
        return buffer;
    }

    /** Up to 64 MiB. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1_000, 65_537, 16 << 20})
    void sumsLikeDoublePrecision(int columns) {
        int size = 4;
        ThreadCommunicators group = new ThreadCommunicators(size, columns, PATIENCE);
        List<HostBuffer> buffers = new ArrayList<>();
        double[] expected = new double[columns];
        double[] magnitude = new double[columns];
        for (int rank = 0; rank < size; rank++) {
            HostBuffer buffer = random(1, columns, rank);
            buffers.add(buffer);
            for (int i = 0; i < columns; i++) {
                expected[i] += buffer.values()[i];
                magnitude[i] += Math.abs(buffer.values()[i]);
            }
        }
        onRanks(size, rank -> group.rank(rank).allReduceSum(1, buffers.get(rank)));
        for (HostBuffer buffer : buffers) {
            for (int i = 0; i < columns; i++) {
                if (Math.abs(buffer.values()[i] - expected[i]) > 3 * 0x1p-24 * magnitude[i]) {
                    assertThat((double) buffer.values()[i]).as("value %d", i).isEqualTo(expected[i]);
                }
            }
        }
    }

    /** Many operations in a row, so that one that does not wait for the one before is found. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void everyRankGetsTheSameBitsEveryTime(int size) {
        int rows = 3;
        int columns = 37;
        ThreadCommunicators group = new ThreadCommunicators(size, rows * columns, PATIENCE);
        HostBuffer[] last = new HostBuffer[size];
        onRanks(size, rank -> {
            HostBuffer buffer = new HostBuffer(rows, columns);
            HostBuffer whole = new HostBuffer(rows, columns * size);
            for (int turn = 0; turn < 2_000; turn++) {
                for (int i = 0; i < rows * columns; i++) {
                    buffer.values()[i] = (float) (rank + 1) / (turn + i + 1);
                }
                group.rank(rank).allReduceSum(rows, buffer);
                for (int i = 0; i < rows * columns; i++) {
                    float expected = 0;
                    for (int other = 0; other < size; other++) {
                        expected += (float) (other + 1) / (turn + i + 1);
                    }
                    if (buffer.values()[i] != expected) {
                        throw new AssertionError("turn %d, rank %d, value %d".formatted(turn, rank, i));
                    }
                }
                if (turn % 10 == 0) {
                    group.rank(rank).allGather(rows, buffer, whole);
                }
            }
            last[rank] = whole;
        });
        for (HostBuffer whole : last) {
            assertThat(whole.values()).isEqualTo(last[0].values());
        }
    }

    @Test
    void gathersSharesOfDifferentWidth() {
        ThreadCommunicators group = new ThreadCommunicators(3, 1, PATIENCE);
        int[] widths = {2, 2, 1};
        HostBuffer[] wholes = new HostBuffer[3];
        onRanks(3, rank -> {
            HostBuffer part = new HostBuffer(2, widths[rank]);
            for (int i = 0; i < part.values().length; i++) {
                part.values()[i] = 10 * rank + i;
            }
            wholes[rank] = new HostBuffer(2, 5);
            group.rank(rank).allGather(2, part, wholes[rank]);
        });
        for (HostBuffer whole : wholes) {
            assertThat(whole.values()).containsExactly(0, 1, 10, 11, 20, 2, 3, 12, 13, 21);
        }
    }

    @Test
    void namesTheRankThatDoesNotCome() {
        ThreadCommunicators group = new ThreadCommunicators(3, 8, Duration.ofMillis(200));
        assertThatThrownBy(() -> onRanks(3, rank -> {
                    if (rank != 1) {
                        group.rank(rank).allReduceSum(1, new HostBuffer(1, 8));
                    }
                }))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(BenchmarkException.class)
                .hasMessageMatching("rank [02] waited 0 s for rank 1");
    }

    @Test
    void letsRanksGoWhenAnotherFails() {
        ThreadCommunicators group = new ThreadCommunicators(2, 8, PATIENCE);
        assertThatThrownBy(() -> onRanks(2, rank -> {
                    if (rank == 1) {
                        group.fail(new BenchmarkException(StandardErrorCode.OUT_OF_MEMORY, "rank 1 is full"));
                    } else {
                        group.rank(rank).allReduceSum(1, new HostBuffer(1, 8));
                    }
                }))
                .cause()
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("rank 1 is full");
    }
}
