package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import java.nio.ByteBuffer;

/** A vector put together from parts of the files of all ranks, with the features of each head in their usual order. */
final class VectorWeight extends FileWeight {

    private final RawFile[] ranks;
    private final int share;
    private final int offset;
    private final int headSize;

    /**
     * @param share values that each rank holds
     * @param offset where they begin in its file
     * @param headSize width of a head whose halves are interleaved; 0 if they are not
     */
    VectorWeight(String name, DataType dataType, RawFile[] ranks, int share, int offset, int headSize) {
        super(name, 1, share * ranks.length, dataType);
        this.ranks = ranks;
        this.share = share;
        this.offset = offset;
        this.headSize = headSize;
    }

    @Override
    void read(int firstRow, int count, ByteBuffer destination) {
        if (count == 0) {
            return;
        }
        int bytes = dataType().bytes();
        byte[] stored = new byte[share * bytes];
        for (RawFile rank : ranks) {
            rank.read((long) offset * bytes, ByteBuffer.wrap(stored));
            for (int i = 0; i < share; i++) {
                int from = headSize == 0 ? i : RotaryOrder.column(i, headSize);
                destination.put(stored, from * bytes, bytes);
            }
        }
    }
}
