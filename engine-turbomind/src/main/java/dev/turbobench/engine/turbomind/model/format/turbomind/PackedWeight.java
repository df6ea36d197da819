package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A linear layer in 4 bits. As a {@link dev.turbobench.engine.turbomind.model.Weight} it is fp16, dequantised when it is
 * read; rows are outputs in the order of Hugging Face.
 */
abstract class PackedWeight extends FileWeight {

    /** Outputs that are unpacked at a time. */
    static final int BLOCK = 32;

    private static final int LEVELS = 16;

    private final int groupSize;

    PackedWeight(String name, int rows, int columns, int groupSize) {
        super(name, rows, columns, DataType.FP16);
        this.groupSize = groupSize;
    }

    final int groupSize() {
        return groupSize;
    }

    final int groups() {
        return columns() / groupSize;
    }

    /**
     * Read outputs as they are packed.
     *
     * @param firstRow first output
     * @param count number of outputs
     * @param withValues false if only zero points and scales are wanted, which are far fewer
     * @return values, zero points and scales of these
     */
    abstract Quantised quantised(int firstRow, int count, boolean withValues);

    @Override
    final void read(int firstRow, int count, ByteBuffer destination) {
        ByteOrder order = destination.order();
        destination.order(ByteOrder.LITTLE_ENDIAN);
        for (int row = firstRow; row < firstRow + count; row += BLOCK) {
            int rows = Math.min(BLOCK, firstRow + count - row);
            Quantised block = quantised(row, rows, true);
            for (int i = 0; i < rows * groups(); i++) {
                dequantise(block, i, destination);
            }
        }
        destination.order(order);
    }

    /** Write a group of an output. */
    private void dequantise(Quantised block, int group, ByteBuffer destination) {
        float scale = Float16.toFloat(block.scales()[group]);
        short[] levels = new short[LEVELS];
        for (int value = 0; value < LEVELS; value++) {
            levels[value] = ScaleZero.dequantise(value, block.zeros()[group], scale);
        }
        int first = group * groupSize;
        for (int k = first; k < first + groupSize; k++) {
            destination.putShort(levels[block.values()[k]]);
        }
    }

    /**
     * Outputs in 4 bits.
     *
     * @param values [outputs, inputs], each 0 to 15; empty if not wanted
     * @param zeros [outputs, groups], each 0 to 15
     * @param scales [outputs, groups], bits of fp16
     */
    record Quantised(byte[] values, byte[] zeros, short[] scales) {}
}
