package dev.turbobench.engine.turbomind.model.format.safetensors;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Rows of a tensor in a file, read when they are asked for. */
final class StoredWeight implements Weight {

    private static final int CHUNK = 1 << 20;

    private final StoredTensor tensor;
    private final DataType dataType;
    private final RowBlocks blocks;
    private final boolean vector;
    private final int width;

    /** A vector is stored as rows of one value ({@code width} 1) and shown as one row. */
    StoredWeight(StoredTensor tensor, DataType dataType, RowBlocks blocks, boolean vector, int width) {
        this.tensor = tensor;
        this.dataType = dataType;
        this.blocks = blocks;
        this.vector = vector;
        this.width = width;
    }

    @Override
    public String name() {
        return tensor.name();
    }

    @Override
    public int rows() {
        return vector ? 1 : blocks.rows();
    }

    @Override
    public int columns() {
        return vector ? blocks.rows() : width;
    }

    @Override
    public DataType dataType() {
        return dataType;
    }

    @Override
    public void readRows(int firstRow, int count, float[] destination, int offset) {
        Objects.checkFromIndexSize(firstRow, count, rows());
        long total = (long) count * columns();
        Objects.checkFromIndexSize(offset, Math.toIntExact(total), destination.length);
        long rowBytes = (long) width * dataType.bytes();
        int step = (int) Math.max(1, Math.min(CHUNK / rowBytes, storedRow(count)));
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(step * rowBytes));
        int last = storedRow(firstRow + count);
        int to = offset;
        for (int row = storedRow(firstRow); row < last; row += step) {
            int rows = Math.min(step, last - row);
            buffer.clear().limit(Math.toIntExact(rows * rowBytes));
            readStored(row, rows, buffer);
            buffer.flip();
            dataType.decode(buffer, destination, to, rows * width);
            to += rows * width;
        }
    }

    @Override
    public void readRaw(int firstRow, int count, ByteBuffer destination) {
        Objects.checkFromIndexSize(firstRow, count, rows());
        readStored(storedRow(firstRow), storedRow(count), destination);
    }

    @Override
    public void readPart(int firstRow, int count, int firstColumn, int columns, ByteBuffer destination) {
        Objects.checkFromIndexSize(firstRow, count, rows());
        Objects.checkFromIndexSize(firstColumn, columns, columns());
        if (vector) {
            readStored(firstColumn, columns, destination);
            return;
        }
        int bytes = columns * dataType.bytes();
        int limit = destination.limit();
        for (int row = firstRow; row < firstRow + count; row++) {
            long source = blocks.sourceRow(row) * width + firstColumn;
            destination.limit(destination.position() + bytes);
            tensor.read(source * dataType.bytes(), destination);
        }
        destination.limit(limit);
    }

    private int storedRow(int row) {
        return vector ? row * columns() : row;
    }

    private void readStored(int firstRow, int count, ByteBuffer destination) {
        long rowBytes = (long) width * dataType.bytes();
        int limit = destination.limit();
        int end = Math.toIntExact(destination.position() + count * rowBytes);
        Objects.checkFromToIndex(destination.position(), end, limit);
        int row = firstRow;
        while (row < firstRow + count) {
            int rows = Math.min(blocks.contiguous(row), firstRow + count - row);
            destination.limit(Math.toIntExact(destination.position() + rows * rowBytes));
            tensor.read(blocks.sourceRow(row) * rowBytes, destination);
            row += rows;
        }
        destination.limit(limit);
    }
}
