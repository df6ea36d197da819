package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.format.safetensors.RowBlocks;
import dev.turbobench.engine.turbomind.model.format.safetensors.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A linear layer of an AWQ checkpoint: {@code qweight}, {@code qzeros}, {@code scales}. */
final class AwqWeight extends PackedWeight {

    private static final int STRIP = 64;

    private final RowBlocks outputs;
    private final int storedOutputs;
    private final StoredTensor words;
    private final StoredTensor zeros;
    private final StoredTensor scales;
    private final BlockCache cache;

    /**
     * @param outputs which outputs of the tensors are the weight
     * @param words int32 [inputs, outputs / 8]
     * @param zeros int32 [groups, outputs / 8]
     * @param scales fp16 [groups, outputs]
     */
    AwqWeight(
            String name,
            RowBlocks outputs,
            int columns,
            int groupSize,
            StoredTensor words,
            StoredTensor zeros,
            StoredTensor scales,
            BlockCache cache) {
        super(name, outputs.rows(), columns, groupSize);
        this.outputs = outputs;
        this.storedOutputs = Math.toIntExact(scales.shape().get(1));
        this.words = words;
        this.zeros = zeros;
        this.scales = scales;
        this.cache = cache;
    }

    @Override
    Quantised quantised(int firstRow, int count, boolean withValues) {
        byte[] values = new byte[withValues ? count * columns() : 0];
        byte[] points = new byte[count * groups()];
        short[] factors = new short[count * groups()];
        if (withValues) {
            unpack(whole(words, (long) columns() * storedOutputs / 2), firstRow, count, columns(), values);
        }
        unpack(whole(zeros, (long) groups() * storedOutputs / 2), firstRow, count, groups(), points);
        ByteBuffer stored = whole(scales, (long) groups() * storedOutputs * 2);
        for (int i = 0; i < count; i++) {
            int output = (int) outputs.sourceRow(firstRow + i);
            for (int group = 0; group < groups(); group++) {
                factors[i * groups() + group] = stored.getShort(2 * (group * storedOutputs + output));
            }
        }
        return new Quantised(values, points, factors);
    }

    /** In strips of inputs, so that the caches hold the words that several outputs share. */
    private void unpack(ByteBuffer stored, int firstRow, int count, int length, byte[] target) {
        int rowWords = storedOutputs / 8;
        for (int strip = 0; strip < length; strip += STRIP) {
            int end = Math.min(length, strip + STRIP);
            for (int i = 0; i < count; i++) {
                int output = (int) outputs.sourceRow(firstRow + i);
                int shift = AwqOrder.shift(output);
                for (int k = strip; k < end; k++) {
                    int word = stored.getInt(Integer.BYTES * (k * rowWords + output / 8));
                    target[i * length + k] = (byte) ((word >>> shift) & 0xf);
                }
            }
        }
    }

    /** A tensor as a whole: its columns are scattered over all of it. */
    private ByteBuffer whole(StoredTensor tensor, long bytes) {
        byte[] stored = cache.get(tensor.name(), 0, () -> {
            byte[] result = new byte[Math.toIntExact(bytes)];
            tensor.read(0, ByteBuffer.wrap(result));
            return result;
        });
        return ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    }
}
