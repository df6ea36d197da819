package dev.turbobench.engine.turbomind.model.format.huggingface;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;

/**
 * A matrix whose rows are divided by their Euclidean length, as Baichuan2 does with its output head. Length and quotients
 * are rounded to the type of the weights, as PyTorch does; a row of zeros stays as it is.
 */
final class NormalisedWeight implements Weight {

    private final Weight weight;

    NormalisedWeight(Weight weight) {
        this.weight = weight;
    }

    @Override
    public String name() {
        return weight.name();
    }

    @Override
    public int rows() {
        return weight.rows();
    }

    @Override
    public int columns() {
        return weight.columns();
    }

    @Override
    public DataType dataType() {
        return weight.dataType();
    }

    @Override
    public void readRows(int firstRow, int count, float[] destination, int offset) {
        weight.readRows(firstRow, count, destination, offset);
        for (int row = 0; row < count; row++) {
            normalise(destination, offset + row * columns());
        }
    }

    @Override
    public void readRaw(int firstRow, int count, ByteBuffer destination) {
        float[] row = new float[columns()];
        for (int i = 0; i < count; i++) {
            readRows(firstRow + i, 1, row, 0);
            dataType().encode(row, 0, row.length, destination);
        }
    }

    private void normalise(float[] values, int offset) {
        double squares = 0;
        for (int i = offset; i < offset + columns(); i++) {
            squares += (double) values[i] * values[i];
        }
        float[] length = {(float) Math.sqrt(squares)};
        round(length, 0, 1);
        if (length[0] == 0) {
            return;
        }
        for (int i = offset; i < offset + columns(); i++) {
            values[i] /= length[0];
        }
        round(values, offset, columns());
    }

    private void round(float[] values, int offset, int count) {
        ByteBuffer stored = ByteBuffer.allocate(count * dataType().bytes());
        dataType().encode(values, offset, count, stored);
        dataType().decode(stored.flip(), values, offset, count);
    }
}
