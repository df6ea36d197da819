package dev.turbobench.engine.turbomind.model;

import java.nio.ByteBuffer;

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
}
