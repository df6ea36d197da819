package dev.turbobench.engine.turbomind.model.format.safetensors;

/**
 * Rows of a tensor in blocks at equal distances, as when query, key and value are packed together group by group.
 *
 * @param blocks number of blocks
 * @param blockRows rows in each
 * @param firstRow row of the tensor at which the first block begins
 * @param distance rows from the beginning of one block to that of the next
 */
public record RowBlocks(int blocks, int blockRows, int firstRow, int distance) {

    /** The first rows of a tensor, in one block. */
    public static RowBlocks all(int rows) {
        return new RowBlocks(1, rows, 0, rows);
    }

    /** Number of rows. */
    public int rows() {
        return blocks * blockRows;
    }

    /** Where a row is in the tensor. */
    public long sourceRow(int row) {
        return (long) (row / blockRows) * distance + firstRow + row % blockRows;
    }

    /** How many rows follow each other in the tensor, from a row on. */
    int contiguous(int row) {
        return blockRows - row % blockRows;
    }
}
