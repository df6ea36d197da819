package dev.turbobench.engine.turbomind.model.format.turbomind;

import java.nio.ByteBuffer;

/**
 * The order of 4-bit values in {@code qweight}: tiles of 32 inputs by 32 outputs, each 32 lanes of 4 words, as the tensor
 * cores take the first operand of {@code mma.m16n8k16}. Word and nibble of input {@code k}, output {@code m}:
 *
 * <pre>
 * word   = ((k/32) * (M/32) + m/32) * 128 + (4*(m%8) + (k%8)/2) * 4 + (k/16%2) * 2 + m/16%2
 * nibble = (k%2) * 4 + (k/8%2) * 2 + m/8%2
 * </pre>
 */
final class FragmentOrder {

    /** Width and height of a tile. */
    static final int TILE = 32;
    /** Words of a tile. */
    static final int WORDS = TILE * TILE / 8;

    /** [inputs, outputs]: {@link #place} of each value. */
    private static final short[] PLACES = places();

    private FragmentOrder() {}

    private static short[] places() {
        short[] places = new short[TILE * TILE];
        for (int k = 0; k < TILE; k++) {
            for (int m = 0; m < TILE; m++) {
                int lane = 4 * (m % 8) + k % 8 / 2;
                int word = lane * 4 + k / 16 % 2 * 2 + m / 16 % 2;
                places[k * TILE + m] = (short) (word * 8 + k % 2 * 4 + k / 8 % 2 * 2 + m / 8 % 2);
            }
        }
        return places;
    }

    /** Place of a value in its tile: number of the word times 8 and number of the nibble. */
    static int place(int k, int m) {
        return PLACES[k * TILE + m];
    }

    /**
     * Pack the values of an output into words that are 0 there.
     *
     * @param values one for each input, each 0 to 15
     * @param offset first of them
     * @param inputs number of inputs
     * @param output which output
     * @param outputs number of outputs
     * @param words all words of the matrix
     */
    static void pack(byte[] values, int offset, int inputs, int output, int outputs, int[] words) {
        int column = output % TILE;
        for (int k = 0; k < inputs; k += TILE) {
            int first = (k / TILE * (outputs / TILE) + output / TILE) * WORDS;
            for (int i = 0; i < TILE; i++) {
                int place = place(i, column);
                words[first + place / 8] |= values[offset + k + i] << (4 * (place % 8));
            }
        }
    }

    /**
     * Unpack an output of a tile.
     *
     * @param tile the words of the tile
     * @param column number of the output in the tile
     * @param values gets a value for each input of the tile
     * @param offset where the first one goes
     */
    static void unpack(ByteBuffer tile, int column, byte[] values, int offset) {
        for (int i = 0; i < TILE; i++) {
            int place = place(i, column);
            values[offset + i] = (byte) ((tile.getInt(place / 8 * Integer.BYTES) >>> (4 * (place % 8))) & 0xf);
        }
    }
}
