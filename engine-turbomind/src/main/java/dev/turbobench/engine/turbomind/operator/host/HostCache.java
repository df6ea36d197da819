package dev.turbobench.engine.turbomind.operator.host;

/**
 * The paged KV cache on the heap. Within a block, keys are read by feature ({@code keys[feature][token]}) and values by
 * token ({@code values[token][feature]}): both are what {@link Kernels#accumulate} runs along.
 */
interface HostCache {

    /** What keys and values are kept in, for reports. */
    String type();

    /** Bytes of one block, array headers included. */
    long bytesPerBlock();

    void allocate(int count);

    void release();

    /** Number of blocks. */
    int count();

    /** Tokens in a block. */
    int blockTokens();

    /** Store a token's key and value, which begin at {@code key} and {@code value} of {@code source}. */
    void write(int block, int token, int layer, int kvHead, float[] source, int key, int value);

    /**
     * Arrays with the keys of a head in a block: from row {@link #firstKeyRow} on, one row for each feature.
     *
     * @param tokens how many leading tokens are wanted
     * @param worker who asks; the arrays may be overwritten when the same worker asks again
     */
    float[][] keys(int block, int layer, int kvHead, int tokens, int worker);

    /** Arrays with the values of a head in a block: from row {@link #firstValueRow} on, one row for each token. */
    float[][] values(int block, int layer, int kvHead, int tokens, int worker);

    /** Row of the first feature of the keys of a head. */
    int firstKeyRow(int layer, int kvHead);

    /** Row of the first token of the values of a head. */
    int firstValueRow(int layer, int kvHead);

    /** Bytes of an array, padding included. */
    static long arrayBytes(long length, int elementBytes) {
        return 16 + ((length * elementBytes + 7) & ~7L);
    }
}
