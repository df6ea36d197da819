package dev.turbobench.engine.turbomind.model;

import java.util.List;

/**
 * How keys and values become int8 in the KV cache, for each layer and rank. A value {@code f} is stored as {@code q =
 * round((f - zero) / scale)}, halves to even, cut to -128 to 127, and read as {@code q * scale + zero}.
 */
public final class KvScales {

    private final int kvHeads;
    private final int firstHead;
    private final List<List<Layer>> layers;

    /**
     * @param kvHeads number of key/value heads of the model
     * @param layers for each layer one entry for each rank; the ranks share the heads in equal parts, in order
     */
    public KvScales(int kvHeads, List<List<Layer>> layers) {
        this(kvHeads, 0, layers.stream().map(List::copyOf).toList());
    }

    private KvScales(int kvHeads, int firstHead, List<List<Layer>> layers) {
        this.kvHeads = kvHeads;
        this.firstHead = firstHead;
        this.layers = layers;
    }

    /** The scales of a part of the model that begins with a head. */
    public KvScales from(int head) {
        return new KvScales(kvHeads, firstHead + head, layers);
    }

    /** The scales of a head. */
    public Layer of(int layer, int kvHead) {
        List<Layer> ranks = layers.get(layer);
        return ranks.get((firstHead + kvHead) / (kvHeads / ranks.size()));
    }

    /** Scales and zero points of the heads of a rank in a layer. */
    public record Layer(float keyScale, float keyZero, float valueScale, float valueZero) {}

    /** Store a value. */
    public static byte quantise(float value, float scale, float zero) {
        double rounded = Math.rint((value - zero) / scale);
        return (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, rounded));
    }

    /** Read a stored value. */
    public static float dequantise(byte stored, float scale, float zero) {
        return stored * scale + zero;
    }
}
