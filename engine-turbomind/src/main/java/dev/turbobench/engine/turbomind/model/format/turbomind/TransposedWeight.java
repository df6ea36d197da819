package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A linear layer that is stored with inputs first, split over the files of all ranks by outputs or by inputs. */
final class TransposedWeight extends FileWeight {

    /** Outputs: long enough pieces of the files' rows, yet few enough rows of the result for the caches. */
    private static final int BLOCK = 256;

    /** Inputs that are transposed at a time. */
    private static final int STRIP = 64;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

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
        int block = block();
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

    /** Outputs that are put together at a time: whole heads, so that their features can be put in order. */
    private int block() {
        return headSize > 0 ? headSize * Math.max(1, BLOCK / headSize) : BLOCK;
    }

    private byte[] assemble(int rank, int first, int rows, int rowBytes) {
        int bytes = dataType().bytes();
        byte[] result = new byte[rows * rowBytes];
        byte[] lines = new byte[STRIP * rows * bytes];
        int[] places = new int[rows];
        for (int row = 0; row < rows; row++) {
            places[row] = bytes * (headSize == 0 ? row : RotaryOrder.column(row, headSize));
        }
        int inputs = byInputs ? columns() / ranks.length : columns();
        int input = 0;
        for (int file = byInputs ? 0 : rank; file < (byInputs ? ranks.length : rank + 1); file++) {
            for (int strip = 0; strip < inputs; strip += STRIP) {
                int count = Math.min(STRIP, inputs - strip);
                for (int i = 0; i < count; i++) {
                    long position = ((long) (strip + i) * width + offset + first) * bytes;
                    ranks[file].gather(position, lines, i * rows * bytes, rows * bytes);
                }
                scatter(lines, count, places, result, (input + strip) * bytes, rowBytes);
            }
            input += inputs;
        }
        return result;
    }

    /** Transposes a strip: for each output some values that follow each other, so that the caches keep up. */
    private static void scatter(byte[] lines, int inputs, int[] places, byte[] result, int at, int rowBytes) {
        int lineBytes = places.length * Short.BYTES;
        for (int row = 0; row < places.length; row++) {
            int to = row * rowBytes + at;
            int from = places[row];
            for (int i = 0; i < inputs; i++) {
                SHORTS.set(result, to + i * Short.BYTES, (short) SHORTS.get(lines, from + i * lineBytes));
            }
        }
    }
}
