package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.Weight;

/**
 * Rows of a weight that become columns of a file, as linear layers are stored with inputs first.
 *
 * @param weight [outputs, inputs], or a vector of outputs
 * @param firstRow first output
 * @param count number of outputs
 * @param headSize width of a head whose two halves are interleaved; 0 to keep the order
 */
record Columns(Weight weight, int firstRow, int count, int headSize) {

    /** Where the rows that are read together go: a whole head, or as many as are worth a read. */
    int block() {
        return headSize > 0 ? headSize : Math.min(count, 128);
    }

    /** The place of an output among the columns; {@code index} counts from {@code firstRow}. */
    int column(int index) {
        return headSize == 0 ? index : RotaryOrder.column(index, headSize);
    }
}
