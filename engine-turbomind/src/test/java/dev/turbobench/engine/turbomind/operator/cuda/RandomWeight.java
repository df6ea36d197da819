package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Normal random numbers in memory, already rounded to 16 bits. */
record RandomWeight(String name, int rows, int columns, DataType dataType, float[] values) implements Weight {

    static RandomWeight of(
            String name, int rows, int columns, DataType dataType, double mean, double deviation, Random random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = Numbers.round((float) (mean + deviation * random.nextGaussian()), dataType);
        }
        return new RandomWeight(name, rows, columns, dataType, values);
    }

    float at(int row, int column) {
        return values[row * columns + column];
    }

    @Override
    public void readRows(int firstRow, int count, float[] destination, int offset) {
        System.arraycopy(values, firstRow * columns, destination, offset, count * columns);
    }

    @Override
    public void readRaw(int firstRow, int count, ByteBuffer destination) {
        destination.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = firstRow * columns; i < (firstRow + count) * columns; i++) {
            switch (dataType) {
                case FP32 -> destination.putFloat(values[i]);
                case FP16, BF16 -> destination.putShort(Numbers.bits(values[i], dataType));
            }
        }
    }
}
