package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.spi.error.BenchmarkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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
    Quantised quantised(int firstRow, int count, boolean withValues) {
        Quantised result = new Quantised(
                new byte[withValues ? count * columns() : 0], new byte[count * groups()], new short[count * groups()]);
        int share = byInputs ? rows() : rows() / words.length;
        int inputs = byInputs ? columns() / words.length : columns();
        int[] places = new int[count];
        int done = 0;
        while (done < count) {
            int first = firstRow + done;
            int rows = Math.min(count - done, share - first % share);
            for (int i = 0; i < rows; i++) {
                places[i] = placement.column((first + i) % share);
            }
            int firstFile = byInputs ? 0 : first / share;
            int lastFile = byInputs ? words.length - 1 : firstFile;
            for (int file = firstFile; file <= lastFile; file++) {
                int firstInput = byInputs ? file * inputs : 0;
                Strip strip = new Strip(Arrays.copyOf(places, rows), done, firstInput, inputs);
                if (withValues) {
                    readValues(words[file], strip, result.values());
                }
                readScales(scales[file], strip, result);
            }
            done += rows;
        }
        return result;
    }

    /** Reads each tile once, with all its columns that are wanted. */
    private void readValues(RawFile file, Strip strip, byte[] values) {
        byte[] tile = new byte[FragmentOrder.WORDS * Integer.BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(tile).order(ByteOrder.LITTLE_ENDIAN);
        int across = width / FragmentOrder.TILE;
        int[] tiles = Arrays.stream(strip.places())
                .map(place -> place / FragmentOrder.TILE)
                .distinct()
                .toArray();
        for (int column : tiles) {
            for (int k = 0; k < strip.inputs(); k += FragmentOrder.TILE) {
                long number = (long) (k / FragmentOrder.TILE) * across + column;
                file.gather(number * tile.length, tile, 0, tile.length);
                for (int i = 0; i < strip.places().length; i++) {
                    int place = strip.places()[i];
                    if (place / FragmentOrder.TILE == column) {
                        int target = (strip.firstRow() + i) * columns() + strip.firstInput() + k;
                        FragmentOrder.unpack(bytes, place % FragmentOrder.TILE, values, target);
                    }
                }
            }
        }
    }

    private void readScales(RawFile file, Strip strip, Quantised result) {
        int first = Arrays.stream(strip.places()).min().orElseThrow();
        int last = Arrays.stream(strip.places()).max().orElseThrow();
        byte[] stored = new byte[(last + 1 - first) * Integer.BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        for (int group = 0; group < strip.inputs() / groupSize(); group++) {
            file.gather(((long) group * width + first) * Integer.BYTES, stored, 0, stored.length);
            for (int i = 0; i < strip.places().length; i++) {
                int column = strip.places()[i];
                int word = bytes.getInt((column - first) * Integer.BYTES);
                int target = (strip.firstRow() + i) * groups() + strip.firstInput() / groupSize() + group;
                result.zeros()[target] = zero(word, group, column);
                result.scales()[target] = ScaleZero.scale(word);
            }
        }
    }

    private byte zero(int word, int group, int column) {
        int zero = ScaleZero.zero(word);
        if (zero < 0) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: group %d of column %d: expected a zero point from 64 to 79, found the word %08x"
                            .formatted(name(), group, column, word));
        }
        return (byte) zero;
    }

    /**
     * Outputs that are read together from a file.
     *
     * @param places their columns in the file
     * @param firstRow row of the result that the first one goes to
     * @param firstInput input of the weight that the file begins with
     * @param inputs inputs of the file
     */
    private record Strip(int[] places, int firstRow, int firstInput, int inputs) {}

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
