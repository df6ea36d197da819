package dev.turbobench.engine.turbomind.communicate;

import dev.turbobench.engine.turbomind.device.Buffer;

/**
 * What one rank uses to exchange activations with the others. All ranks call the same operations in the same order; each is
 * ordered with the operators before and after it. Nothing is allocated.
 */
public interface Communicator {

    /** Number of this rank, from 0. */
    int rank();

    /** Number of ranks. */
    int size();

    /**
     * Replace the leading rows of a matrix by their sum over all ranks. Terms are added in the order of the ranks, so every
     * rank gets the same bits, every time.
     *
     * @param matrix [rows, columns], the same size on all ranks
     */
    void allReduceSum(int rows, Buffer matrix);

    /**
     * Put the columns of all ranks beside each other.
     *
     * @param part [rows, share]: the columns of this rank; the last ranks may have less than the others
     * @param whole [rows, columns]: gets those of all ranks, in their order
     */
    void allGather(int rows, Buffer part, Buffer whole);
}
