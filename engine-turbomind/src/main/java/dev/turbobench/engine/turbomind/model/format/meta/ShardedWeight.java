package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.turbomind.RotaryOrder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** A tensor whose parts lie in several files, below each other or side by side. */
final class ShardedWeight implements Weight {

    private final List<TorchTensor> parts;
    private final boolean byColumns;
    private final int headSize;
    private final int rows;
    private final int columns;

    /**
     * @param parts parts of equal shape and type
     * @param byColumns true if they lie side by side
     * @param headSize width of a head whose features are rotated in adjacent pairs; 0 if they are not
     * @param rows rows of the whole
     * @param columns columns of the whole
     */
    ShardedWeight(List<TorchTensor> parts, boolean byColumns, int headSize, int rows, int columns) {
        this.parts = List.copyOf(parts);
        this.byColumns = byColumns;
        this.headSize = headSize;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public String name() {
        return parts.get(0).name();
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
        return parts.get(0).dataType();
    }

    @Override
    public void readRows(int firstRow, int count, float[] destination, int offset) {
        Objects.checkFromIndexSize(firstRow, count, rows);
        ByteBuffer row = ByteBuffer.allocate(columns * dataType().bytes());
        for (int i = 0; i < count; i++) {
            readRaw(firstRow + i, 1, row.clear());
            dataType().decode(row.flip(), destination, offset + i * columns, columns);
        }
    }

    @Override
    public void readRaw(int firstRow, int count, ByteBuffer destination) {
        Objects.checkFromIndexSize(firstRow, count, rows);
        int limit = destination.limit();
        Objects.checkFromIndexSize(
                destination.position(),
                Math.toIntExact((long) count * columns * dataType().bytes()),
                limit);
        int row = firstRow;
        while (row < firstRow + count) {
            row += byColumns ? readAcross(row, destination) : readBelow(row, firstRow + count - row, destination);
        }
        destination.limit(limit);
    }

    private int readAcross(int row, ByteBuffer destination) {
        long width = columns / parts.size() * (long) dataType().bytes();
        for (TorchTensor part : parts) {
            read(part, row * width, width, destination);
        }
        return 1;
    }

    /** Rows that follow each other in a file are read together; those of queries and keys do not. */
    private int readBelow(int row, int wanted, ByteBuffer destination) {
        int share = rows / parts.size();
        int stored = headSize == 0 ? row : RotaryOrder.column(row, headSize);
        int count = headSize == 0 ? Math.min(wanted, share - row % share) : 1;
        long width = (long) columns * dataType().bytes();
        read(parts.get(stored / share), stored % share * width, count * width, destination);
        return count;
    }

    private static void read(TorchTensor part, long position, long count, ByteBuffer destination) {
        destination.limit(Math.toIntExact(destination.position() + count));
        part.file().read(part.position() + position, destination);
    }
}
