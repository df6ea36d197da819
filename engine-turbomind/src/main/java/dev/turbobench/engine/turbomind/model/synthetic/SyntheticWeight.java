package dev.turbobench.engine.turbomind.model.synthetic;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A tensor of random numbers that takes no memory. A device can make the same numbers by itself: {@link #values} says
 * how.
 *
 * @param name name of the tensor
 * @param rows number of output features; 1 for a vector
 * @param columns number of input features, or the length of a vector
 * @param dataType format that {@link #readRaw} gives
 * @param values how the numbers are made
 */
public record SyntheticWeight(String name, int rows, int columns, DataType dataType, RandomValues values)
        implements Weight {

    private static final int CHUNK = 1 << 14;

    @Override
    public void readRows(int firstRow, int count, float[] destination, int offset) {
        Objects.checkFromIndexSize(firstRow, count, rows);
        int total = Math.multiplyExact(count, columns);
        Objects.checkFromIndexSize(offset, total, destination.length);
        fill((long) firstRow * columns, total, destination, offset);
    }

    @Override
    public void readRaw(int firstRow, int count, ByteBuffer destination) {
        Objects.checkFromIndexSize(firstRow, count, rows);
        int total = Math.multiplyExact(count, columns);
        long index = (long) firstRow * columns;
        float[] chunk = new float[Math.min(CHUNK, total)];
        for (int done = 0; done < total; done += chunk.length) {
            int length = Math.min(chunk.length, total - done);
            fill(index + done, length, chunk, 0);
            dataType.encode(chunk, 0, length, destination);
        }
    }

    private void fill(long index, int count, float[] destination, int offset) {
        for (int i = 0; i < count; i++) {
            destination[offset + i] = values.at(index + i);
        }
    }
}
