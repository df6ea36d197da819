package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import java.nio.ByteBuffer;

/** A linear layer that is stored with inputs first, split over the files of all ranks by outputs or by inputs. */
final class TransposedWeight extends FileWeight {

    private static final int BLOCK = 128;

    private final RawFile[] ranks;
    private final boolean byInputs;
    private final int offset;
    private final int width;
    private final int headSize;
    private final BlockCache cache;

    /**
     * @param byInputs true if each rank has a share of the inputs, false if of the outputs
     * @param offset column of the files at which the outputs begin
     * @param width columns of the files
     * @param headSize width of a head whose halves are interleaved; 0 if they are not
     */
    TransposedWeight(
            String name,
            int rows,
            int columns,
            DataType dataType,
            RawFile[] ranks,
            boolean byInputs,
            int offset,
            int width,
            int headSize,
            BlockCache cache) {
        super(name, rows, columns, dataType);
        this.ranks = ranks;
        this.byInputs = byInputs;
        this.offset = offset;
        this.width = width;
        this.headSize = headSize;
        this.cache = cache;
    }

    /** Outputs that one file holds. */
    private int share() {
        return byInputs ? rows() : rows() / ranks.length;
    }

    @Override
    void read(int firstRow, int count, ByteBuffer destination) {
        int rowBytes = columns() * dataType().bytes();
        int block = headSize > 0 ? headSize : BLOCK;
        int share = share();
        int blocksInShare = (share + block - 1) / block;
        int row = firstRow;
        while (row < firstRow + count) {
            int rank = row / share;
            int inShare = row % share;
            int number = inShare / block;
            int first = number * block;
            int rows = Math.min(block, share - first);
            byte[] values =
                    cache.get(name(), rank * blocksInShare + number, () -> assemble(rank, first, rows, rowBytes));
            int wanted = Math.min(first + rows - inShare, firstRow + count - row);
            destination.put(values, (inShare - first) * rowBytes, wanted * rowBytes);
            row += wanted;
        }
    }

    private byte[] assemble(int rank, int first, int rows, int rowBytes) {
        int bytes = dataType().bytes();
        byte[] result = new byte[rows * rowBytes];
        byte[] line = new byte[rows * bytes];
        int inputs = byInputs ? columns() / ranks.length : columns();
        int input = 0;
        for (int file = byInputs ? 0 : rank; file < (byInputs ? ranks.length : rank + 1); file++) {
            for (int i = 0; i < inputs; i++, input++) {
                ranks[file].gather(((long) i * width + offset + first) * bytes, line, line.length);
                scatter(line, result, input * bytes, rows, rowBytes);
            }
        }
        return result;
    }

    private void scatter(byte[] line, byte[] result, int at, int rows, int rowBytes) {
        for (int row = 0; row < rows; row++) {
            int from = 2 * (headSize == 0 ? row : RotaryOrder.column(row, headSize));
            result[row * rowBytes + at] = line[from];
            result[row * rowBytes + at + 1] = line[from + 1];
        }
    }
}
