package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** A linear layer in 4 bits, as the three tensors that an AWQ checkpoint has for it. */
public final class AwqLayer {

    private static final int NIBBLES = 8;
    private static final int STRIP = 64;

    private final PackedWeight weight;

    private AwqLayer(PackedWeight weight) {
        this.weight = weight;
    }

    /** The layer behind a weight; empty if it is not in 4 bits. */
    public static Optional<AwqLayer> of(Weight weight) {
        return weight instanceof PackedWeight packed ? Optional.of(new AwqLayer(packed)) : Optional.empty();
    }

    public int inputs() {
        return weight.columns();
    }

    public int outputs() {
        return weight.rows();
    }

    /** Inputs that share a scale. */
    public int groupSize() {
        return weight.groupSize();
    }

    /** Number of groups of inputs. */
    public int groups() {
        return weight.groups();
    }

    /** Get {@code qweight}: int32 [inputs, outputs / 8]. */
    public ByteBuffer values() {
        return words(inputs(), false);
    }

    /** Get {@code qzeros}: int32 [groups, outputs / 8]. */
    public ByteBuffer zeros() {
        return words(groups(), true);
    }

    /** Get {@code scales}: fp16 [groups, outputs]. */
    public ByteBuffer scales() {
        ByteBuffer result = ByteBuffer.allocate(Math.multiplyExact(groups() * Short.BYTES, outputs()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int first = 0; first < outputs(); first += PackedWeight.BLOCK) {
            int count = Math.min(PackedWeight.BLOCK, outputs() - first);
            PackedWeight.Quantised block = weight.quantised(first, count, false);
            for (int i = 0; i < count; i++) {
                for (int group = 0; group < groups(); group++) {
                    int at = Short.BYTES * (group * outputs() + first + i);
                    result.putShort(at, block.scales()[i * groups() + group]);
                }
            }
        }
        return result;
    }

    private ByteBuffer words(int lines, boolean zeros) {
        int width = outputs() / NIBBLES;
        int[] words = new int[Math.multiplyExact(lines, width)];
        for (int first = 0; first < outputs(); first += PackedWeight.BLOCK) {
            int count = Math.min(PackedWeight.BLOCK, outputs() - first);
            PackedWeight.Quantised block = weight.quantised(first, count, !zeros);
            byte[] nibbles = zeros ? block.zeros() : block.values();
            for (int strip = 0; strip < lines; strip += STRIP) {
                int end = Math.min(lines, strip + STRIP);
                for (int i = 0; i < count; i++) {
                    int column = (first + i) / NIBBLES;
                    int shift = AwqOrder.shift(first + i);
                    for (int line = strip; line < end; line++) {
                        words[line * width + column] |= nibbles[i * lines + line] << shift;
                    }
                }
            }
        }
        ByteBuffer result = ByteBuffer.allocate(Math.multiplyExact(words.length, Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        result.asIntBuffer().put(words);
        return result;
    }
}
