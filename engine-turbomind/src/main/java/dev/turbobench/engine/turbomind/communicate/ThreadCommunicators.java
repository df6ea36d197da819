package dev.turbobench.engine.turbomind.communicate;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.spi.error.BenchmarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks that are threads of this JVM and whose activations are on its heap.
 *
 * <p>A sum is made in two steps: each rank adds up its share of the values over all ranks into a common array, then all copy
 * the whole. There are two such arrays, used in turn: when a rank writes to one of them again, every other rank has passed
 * the barrier of the operation in between, so it has read what it needed.
 */
public final class ThreadCommunicators {

    private final RankBarrier barrier;
    private final HostBuffer[] inputs;
    private final float[][] sums;
    private final List<Communicator> ranks = new ArrayList<>();

    /**
     * Connect ranks.
     *
     * @param size number of ranks
     * @param largest most values in a matrix that is summed
     * @param patience how long a rank waits for the others before the group fails
     */
    public ThreadCommunicators(int size, int largest, Duration patience) {
        barrier = new RankBarrier(size, patience);
        inputs = new HostBuffer[size];
        sums = new float[2][largest];
        for (int rank = 0; rank < size; rank++) {
            ranks.add(new Rank(rank));
        }
    }

    /** What a rank uses; on one thread at a time. */
    public Communicator rank(int rank) {
        return ranks.get(rank);
    }

    /**
     * Make all ranks that wait for others, now or later, give up.
     *
     * @return what failed first, which the others only noticed
     */
    public BenchmarkException fail(BenchmarkException cause) {
        return barrier.fail(cause);
    }

    private final class Rank implements Communicator {

        private final int rank;
        private int turn;

        Rank(int rank) {
            this.rank = rank;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public int size() {
            return inputs.length;
        }

        @Override
        public void allReduceSum(int rows, Buffer matrix) {
            HostBuffer own = (HostBuffer) matrix;
            int count = rows * own.columns();
            float[] sum = sums[turn ^= 1];
            inputs[rank] = own;
            barrier.await(rank);
            int share = (count + inputs.length - 1) / inputs.length;
            int from = Math.min(count, rank * share);
            int to = Math.min(count, from + share);
            System.arraycopy(inputs[0].values(), from, sum, from, to - from);
            for (int other = 1; other < inputs.length; other++) {
                float[] values = inputs[other].values();
                for (int i = from; i < to; i++) {
                    sum[i] += values[i];
                }
            }
            barrier.await(rank);
            System.arraycopy(sum, 0, own.values(), 0, count);
        }

        @Override
        public void allGather(int rows, Buffer part, Buffer whole) {
            inputs[rank] = (HostBuffer) part;
            barrier.await(rank);
            HostBuffer target = (HostBuffer) whole;
            int column = 0;
            for (HostBuffer input : inputs) {
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(
                            input.values(),
                            row * input.columns(),
                            target.values(),
                            row * target.columns() + column,
                            input.columns());
                }
                column += input.columns();
            }
            barrier.await(rank);
        }
    }
}
