package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;

/** A KV cache in single precision. */
final class FloatCache implements HostCache {

    private final int layers;
    private final int kvHeads;
    private final int headSize;
    private final int blockTokens;
    private float[][][] blocks = {};

    FloatCache(ModelConfig config, int blockTokens) {
        this.layers = config.layers();
        this.kvHeads = config.kvHeads();
        this.headSize = config.headSize();
        this.blockTokens = blockTokens;
    }

    @Override
    public String type() {
        return DataType.FP32.label();
    }

    @Override
    public long bytesPerBlock() {
        long keys = headSize * HostCache.arrayBytes(blockTokens, Float.BYTES);
        long values = blockTokens * HostCache.arrayBytes(headSize, Float.BYTES);
        long references = 2L * Integer.BYTES * (headSize + blockTokens);
        return (long) layers * kvHeads * (keys + values + references);
    }

    @Override
    public void allocate(int count) {
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

    @Override
    public void release() {
        blocks = new float[][][] {};
    }

    @Override
    public int count() {
        return blocks.length;
    }

    @Override
    public int blockTokens() {
        return blockTokens;
    }

    @Override
    public void write(int block, int token, int layer, int kvHead, float[] source, int key, int value) {
        float[][] rows = blocks[block];
        int keys = firstKeyRow(layer, kvHead);
        for (int feature = 0; feature < headSize; feature++) {
            rows[keys + feature][token] = source[key + feature];
        }
        System.arraycopy(source, value, rows[keys + headSize + token], 0, headSize);
    }

    @Override
    public float[][] keys(int block, int layer, int kvHead, int tokens, int worker) {
        return blocks[block];
    }

    @Override
    public float[][] values(int block, int layer, int kvHead, int tokens, int worker) {
        return blocks[block];
    }

    @Override
    public int firstKeyRow(int layer, int kvHead) {
        return (layer * kvHeads + kvHead) * (headSize + blockTokens);
    }

    @Override
    public int firstValueRow(int layer, int kvHead) {
        return firstKeyRow(layer, kvHead) + headSize;
    }
}
