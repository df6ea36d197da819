package dev.turbobench.engine.turbomind.model.format.turbomind;

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
     * Pack a tile.
     *
     * @param values [inputs, outputs] with {@code width} values a row, each 0 to 15
     * @param offset first value of the tile
     * @param width distance of the rows
     * @param words gets {@link #WORDS} words
     * @param first first of them
     */
    static void pack(byte[] values, int offset, int width, int[] words, int first) {
        for (int i = 0; i < WORDS; i++) {
            words[first + i] = 0;
        }
        for (int k = 0; k < TILE; k++) {
            for (int m = 0; m < TILE; m++) {
                int place = place(k, m);
                words[first + place / 8] |= values[offset + k * width + m] << (4 * (place % 8));
            }
        }
    }

    /** The reverse of {@link #pack}. */
    static void unpack(int[] words, int first, byte[] values, int offset, int width) {
        for (int k = 0; k < TILE; k++) {
            for (int m = 0; m < TILE; m++) {
                int place = place(k, m);
                values[offset + k * width + m] = (byte) ((words[first + place / 8] >>> (4 * (place % 8))) & 0xf);
            }
        }
    }
}
