package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** What all weights of a workspace have in common: floats are decoded from raw rows. */
abstract class FileWeight implements Weight {

    private final String name;
    private final int rows;
    private final int columns;
    private final DataType dataType;

    FileWeight(String name, int rows, int columns, DataType dataType) {
        this.name = name;
        this.rows = rows;
        this.columns = columns;
        this.dataType = dataType;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return columns;
    }

    @Override
    public final DataType dataType() {
        return dataType;
    }

    @Override
    public final void readRows(int firstRow, int count, float[] destination, int offset) {
        int values = Math.multiplyExact(count, columns);
        Objects.checkFromIndexSize(offset, values, destination.length);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values, dataType.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        readRaw(firstRow, count, bytes);
        dataType.decode(bytes.flip(), destination, offset, values);
    }

    @Override
    public final void readRaw(int firstRow, int count, ByteBuffer destination) {
        Objects.checkFromIndexSize(firstRow, count, rows);
        int bytes = Math.multiplyExact(Math.multiplyExact(count, columns), dataType.bytes());
        Objects.checkFromIndexSize(destination.position(), bytes, destination.limit());
        read(firstRow, count, destination);
    }

    /** Read rows whose numbers were checked into a buffer that is large enough. */
    abstract void read(int firstRow, int count, ByteBuffer destination);
}
