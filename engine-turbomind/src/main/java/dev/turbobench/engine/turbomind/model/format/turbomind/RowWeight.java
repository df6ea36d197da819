package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import java.nio.ByteBuffer;

/** A tensor that is stored row by row in one file, as embeddings and norms are. */
final class RowWeight extends FileWeight {

    private final RawFile file;

    RowWeight(String name, int rows, int columns, DataType dataType, RawFile file) {
        super(name, rows, columns, dataType);
        this.file = file;
    }

    @Override
    void read(int firstRow, int count, ByteBuffer destination) {
        long rowBytes = (long) columns() * dataType().bytes();
        int limit = destination.limit();
        destination.limit(Math.toIntExact(destination.position() + count * rowBytes));
        file.read(firstRow * rowBytes, destination);
        destination.limit(limit);
    }
}
