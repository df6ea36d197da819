package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.spi.error.BenchmarkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A linear layer in the packed files of a workspace. */
final class TiledWeight extends PackedWeight {

    private final RawFile[] words;
    private final RawFile[] scales;
    private final boolean byInputs;
    private final Placement placement;
    private final int width;

    /**
     * @param words {@code qweight} of all ranks
     * @param scales {@code scales_zeros} of all ranks
     * @param byInputs true if each rank has a share of the inputs, false if of the outputs
     * @param placement which columns of the files the outputs are
     * @param width columns of the files
     */
    TiledWeight(
            String name,
            int rows,
            int columns,
            int groupSize,
            RawFile[] words,
            RawFile[] scales,
            boolean byInputs,
            Placement placement,
            int width) {
        super(name, rows, columns, groupSize);
        this.words = words;
        this.scales = scales;
        this.byInputs = byInputs;
        this.placement = placement;
        this.width = width;
    }

    @Override
    Quantised quantised(int firstRow, int count) {
        byte[] values = new byte[count * columns()];
        byte[] zeros = new byte[count * groups()];
        short[] factors = new short[count * groups()];
        int share = byInputs ? rows() : rows() / words.length;
        int inputs = byInputs ? columns() / words.length : columns();
        for (int i = 0; i < count; i++) {
            int row = firstRow + i;
            int column = placement.column(row % share);
            for (int file = byInputs ? 0 : row / share; file < (byInputs ? words.length : row / share + 1); file++) {
                int offset = byInputs ? file * inputs : 0;
                readValues(words[file], column, inputs, values, i * columns() + offset);
                readScales(scales[file], column, inputs, zeros, factors, i * groups() + offset / groupSize());
            }
        }
        return new Quantised(values, zeros, factors);
    }

    private void readValues(RawFile file, int column, int inputs, byte[] values, int offset) {
        byte[] tile = new byte[FragmentOrder.WORDS * Integer.BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(tile).order(ByteOrder.LITTLE_ENDIAN);
        int across = width / FragmentOrder.TILE;
        for (int k = 0; k < inputs; k += FragmentOrder.TILE) {
            long number = (long) (k / FragmentOrder.TILE) * across + column / FragmentOrder.TILE;
            file.gather(number * tile.length, tile, tile.length);
            for (int i = 0; i < FragmentOrder.TILE; i++) {
                int place = FragmentOrder.place(i, column % FragmentOrder.TILE);
                values[offset + k + i] = (byte) ((bytes.getInt(place / 8 * Integer.BYTES) >>> (4 * (place % 8))) & 0xf);
            }
        }
    }

    private void readScales(RawFile file, int column, int inputs, byte[] zeros, short[] factors, int offset) {
        byte[] word = new byte[Integer.BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN);
        for (int group = 0; group < inputs / groupSize(); group++) {
            file.gather(((long) group * width + column) * Integer.BYTES, word, Integer.BYTES);
            int value = bytes.getInt(0);
            int zero = ScaleZero.zero(value);
            if (zero < 0) {
                throw new BenchmarkException(
                        MODEL_INVALID,
                        "%s: group %d of column %d: expected a zero point from 64 to 79, found the word %08x"
                                .formatted(name(), group, column, value));
            }
            zeros[offset + group] = (byte) zero;
            factors[offset + group] = ScaleZero.scale(value);
        }
    }

    /**
     * Which columns of a file the outputs of a weight are.
     *
     * @param offset column of the first output
     * @param stride columns from one output to the next
     * @param headSize width of a head whose halves are interleaved; 0 if they are not
     */
    record Placement(int offset, int stride, int headSize) {

        int column(int output) {
            return offset + stride * (headSize == 0 ? output : RotaryOrder.column(output, headSize));
        }
    }
}
