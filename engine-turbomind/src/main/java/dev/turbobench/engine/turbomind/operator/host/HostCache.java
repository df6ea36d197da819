package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.model.ModelConfig;

/**
 * The paged KV cache on the heap. Within a block, keys are stored by feature ({@code keys[feature][token]}) and values by
 * token ({@code values[token][feature]}): both are what {@link Kernels#accumulate} runs along.
 */
final class HostCache {

    private final int layers;
    private final int kvHeads;
    private final int headSize;
    private final int blockTokens;
    private float[][][] blocks = {};

    HostCache(ModelConfig config, int blockTokens) {
        this.layers = config.layers();
        this.kvHeads = config.kvHeads();
        this.headSize = config.headSize();
        this.blockTokens = blockTokens;
    }

    /** Bytes of one block, array headers included. */
    static long bytesPerBlock(ModelConfig config, int blockTokens) {
        long keys = (long) config.headSize() * arrayBytes(blockTokens);
        long values = (long) blockTokens * arrayBytes(config.headSize());
        long references = 2L * Integer.BYTES * (config.headSize() + blockTokens);
        return (long) config.layers() * config.kvHeads() * (keys + values + references);
    }

    private static long arrayBytes(int length) {
        return 16 + (((long) length * Float.BYTES + 7) & ~7L);
    }

    void allocate(int count) {
        blocks = new float[count][][];
        int rows = headSize + blockTokens;
        for (int block = 0; block < count; block++) {
            float[][] rowsOfBlock = new float[layers * kvHeads * rows][];
            for (int i = 0; i < rowsOfBlock.length; i++) {
                rowsOfBlock[i] = new float[i % rows < headSize ? blockTokens : headSize];
            }
            blocks[block] = rowsOfBlock;
        }
    }

    void release() {
        blocks = new float[][][] {};
    }

    int count() {
        return blocks.length;
    }

    int blockTokens() {
        return blockTokens;
    }

    /** The rows of a block: see {@link #firstKeyRow} and {@link #firstValueRow}. */
    float[][] block(int block) {
        return blocks[block];
    }

    /** Row of the first feature of the keys of a head; {@code headSize} rows of {@code blockTokens} values follow. */
    int firstKeyRow(int layer, int kvHead) {
        return (layer * kvHeads + kvHead) * (headSize + blockTokens);
    }

    /** Row of the first token of the values of a head; {@code blockTokens} rows of {@code headSize} values follow. */
    int firstValueRow(int layer, int kvHead) {
        return firstKeyRow(layer, kvHead) + headSize;
    }

    /** Store a token's key and value, which begin at {@code key} and {@code value} of {@code source}. */
    void write(int block, int token, int layer, int kvHead, float[] source, int key, int value) {
        float[][] rows = blocks[block];
        int keys = firstKeyRow(layer, kvHead);
        for (int feature = 0; feature < headSize; feature++) {
            rows[keys + feature][token] = source[key + feature];
        }
        System.arraycopy(source, value, rows[keys + headSize + token], 0, headSize);
    }
}
