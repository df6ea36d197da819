package dev.turbobench.engine.turbomind.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A matrix or vector of weights that can be read piece by piece from wherever it is stored.
 *
 * <p>Matrices are row-major {@code [rows, columns]} with one row for each output feature, as Hugging Face stores linear
 * layers; a vector has one row. Implementations may be read from several threads at the same time.
 */
public interface Weight {

    /** Name of the tensor in its checkpoint, for messages. */
    String name();

    /** Number of output features; 1 for a vector. */
    int rows();

    /** Number of input features, or the length of a vector. */
    int columns();

    /** Format of the values that {@link #readRaw} gives. */
    DataType dataType();

    /**
     * Read whole rows as floats; every supported format converts exactly.
     *
     * @param firstRow first row to read
     * @param count number of rows
     * @param destination gets {@code count * columns()} values
     * @param offset index of the first value in {@code destination}
     */
    void readRows(int firstRow, int count, float[] destination, int offset);

    /**
     * Read whole rows in their stored format, little endian.
     *
     * @param firstRow first row to read
     * @param count number of rows
     * @param destination gets {@code count * columns() * dataType().bytes()} bytes at its position, which advances
     */
    void readRaw(int firstRow, int count, ByteBuffer destination);

    /**
     * Read some columns of rows in their stored format, little endian.
     *
     * <p>Reads whole rows and drops the rest, unless the storage has a better way.
     *
     * @param firstRow first row to read
     * @param count number of rows
     * @param firstColumn first column to read
     * @param columns number of columns
     * @param destination gets {@code count * columns * dataType().bytes()} bytes at its position, which advances
     */
    default void readPart(int firstRow, int count, int firstColumn, int columns, ByteBuffer destination) {
        Objects.checkFromIndexSize(firstColumn, columns, columns());
        int bytes = dataType().bytes();
        int rowBytes = Math.multiplyExact(columns(), bytes);
        int rowsAtOnce = Math.max(1, Math.min(count, (1 << 20) / rowBytes));
        ByteBuffer rows = ByteBuffer.allocate(rowsAtOnce * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < count; row += rowsAtOnce) {
            int step = Math.min(rowsAtOnce, count - row);
            readRaw(firstRow + row, step, rows.clear().limit(step * rowBytes));
            for (int i = 0; i < step; i++) {
                destination.put(rows.array(), i * rowBytes + firstColumn * bytes, columns * bytes);
            }
        }
    }
}
