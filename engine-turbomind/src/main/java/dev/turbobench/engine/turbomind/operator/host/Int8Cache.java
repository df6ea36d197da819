package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.ModelConfig;

/**
 * A KV cache in int8. Keys and values are quantised when they are stored, those of the token itself included, so that a
 * row's result does not depend on which other rows are computed with it; and they are converted back, one head of a block
 * at a time, when they are read.
 */
final class Int8Cache implements HostCache {

    private final int layers;
    private final int kvHeads;
    private final int headSize;
    private final int blockTokens;
    private final KvScales scales;
    private byte[][] blocks = {};

    /** [worker][feature][token]. */
    private final float[][][] keys;

    /** [worker][token][feature]. */
    private final float[][][] values;

    Int8Cache(ModelConfig config, int blockTokens, KvScales scales, int workers) {
        this.layers = config.layers();
        this.kvHeads = config.kvHeads();
        this.headSize = config.headSize();
        this.blockTokens = blockTokens;
        this.scales = scales;
        keys = new float[workers][headSize][blockTokens];
        values = new float[workers][blockTokens][headSize];
    }

    @Override
    public String type() {
        return "int8";
    }

    @Override
    public long bytesPerBlock() {
        return HostCache.arrayBytes(values(), Byte.BYTES);
    }

    /** Keys and values of a block. */
    private long values() {
        return 2L * layers * kvHeads * headSize * blockTokens;
    }

    @Override
    public void allocate(int count) {
        blocks = new byte[count][Math.toIntExact(values())];
    }

    @Override
    public void release() {
        blocks = new byte[][] {};
    }

    @Override
    public int count() {
        return blocks.length;
    }

    @Override
    public int blockTokens() {
        return blockTokens;
    }

    /** Where the keys of a head begin in a block, in the order of their features; its values follow, token by token. */
    private int firstKey(int layer, int kvHead) {
        return 2 * (layer * kvHeads + kvHead) * headSize * blockTokens;
    }

    private int firstValue(int layer, int kvHead) {
        return firstKey(layer, kvHead) + headSize * blockTokens;
    }

    @Override
    public void write(int block, int token, int layer, int kvHead, float[] source, int key, int value) {
        byte[] stored = blocks[block];
        KvScales.Layer scale = scales.of(layer, kvHead);
        int firstKey = firstKey(layer, kvHead) + token;
        int firstValue = firstValue(layer, kvHead) + token * headSize;
        for (int feature = 0; feature < headSize; feature++) {
            stored[firstKey + feature * blockTokens] =
                    KvScales.quantise(source[key + feature], scale.keyScale(), scale.keyZero());
            stored[firstValue + feature] =
                    KvScales.quantise(source[value + feature], scale.valueScale(), scale.valueZero());
        }
    }

    @Override
    public float[][] keys(int block, int layer, int kvHead, int tokens, int worker) {
        KvScales.Layer scale = scales.of(layer, kvHead);
        for (int feature = 0; feature < headSize; feature++) {
            int from = firstKey(layer, kvHead) + feature * blockTokens;
            read(blocks[block], from, keys[worker][feature], tokens, scale.keyScale(), scale.keyZero());
        }
        return keys[worker];
    }

    @Override
    public float[][] values(int block, int layer, int kvHead, int tokens, int worker) {
        KvScales.Layer scale = scales.of(layer, kvHead);
        for (int token = 0; token < tokens; token++) {
            int from = firstValue(layer, kvHead) + token * headSize;
            read(blocks[block], from, values[worker][token], headSize, scale.valueScale(), scale.valueZero());
        }
        return values[worker];
    }

    private static void read(byte[] stored, int from, float[] target, int count, float scale, float zero) {
        for (int i = 0; i < count; i++) {
            target[i] = KvScales.dequantise(stored[from + i], scale, zero);
        }
    }

    @Override
    public int firstKeyRow(int layer, int kvHead) {
        return 0;
    }

    @Override
    public int firstValueRow(int layer, int kvHead) {
        return 0;
    }
}
