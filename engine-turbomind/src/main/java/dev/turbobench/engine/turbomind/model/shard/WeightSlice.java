package dev.turbobench.engine.turbomind.model.shard;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Some rows and columns of a weight, read from it when they are asked for. */
final class WeightSlice implements Weight {

    private final Weight whole;
    private final int firstRow;
    private final int rows;
    private final int firstColumn;
    private final int columns;

    private WeightSlice(Weight whole, int firstRow, int rows, int firstColumn, int columns) {
        Objects.checkFromIndexSize(firstRow, rows, whole.rows());
        Objects.checkFromIndexSize(firstColumn, columns, whole.columns());
        this.whole = whole;
        this.firstRow = firstRow;
        this.rows = rows;
        this.firstColumn = firstColumn;
        this.columns = columns;
    }

    static Weight ofRows(Weight whole, int firstRow, int rows) {
        return new WeightSlice(whole, firstRow, rows, 0, whole.columns());
    }

    static Weight ofColumns(Weight whole, int firstColumn, int columns) {
        return new WeightSlice(whole, 0, whole.rows(), firstColumn, columns);
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public DataType dataType() {
        return whole.dataType();
    }

    @Override
    public void readRows(int first, int count, float[] destination, int offset) {
        Objects.checkFromIndexSize(first, count, rows);
        if (columns == whole.columns()) {
            whole.readRows(firstRow + first, count, destination, offset);
            return;
        }
        int values = Math.multiplyExact(count, columns);
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.multiplyExact(values, dataType().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        readRaw(first, count, bytes);
        dataType().decode(bytes.flip(), destination, offset, values);
    }

    @Override
    public void readRaw(int first, int count, ByteBuffer destination) {
        Objects.checkFromIndexSize(first, count, rows);
        if (columns == whole.columns()) {
            whole.readRaw(firstRow + first, count, destination);
        } else {
            whole.readPart(firstRow + first, count, firstColumn, columns, destination);
        }
    }
}
