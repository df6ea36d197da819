package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.operator.Batch;

/** Launches the attention kernels on the KV cache. */
final class AttentionLaunch {

    private static final int WARP_TOKENS = 16;
    private static final int DECODE_STAGES = 3;
    private static final int PREFILL_THREADS = 128;
    private static final int PREFILL_STAGES = 2;
    private static final int BLOCKS_PER_MULTIPROCESSOR = 4;

    private final CudaShape shape;
    private final CudaKernels kernels;
    private final CudaStream stream;
    private final StepState state;
    private final int multiprocessors;
    private final long parts;
    private final long arrivals;
    private long cache;
    private long layerBytes;

    AttentionLaunch(
            CudaShape shape,
            CudaKernels kernels,
            CudaStream stream,
            StepState state,
            int multiprocessors,
            long parts,
            long arrivals) {
        this.shape = shape;
        this.kernels = kernels;
        this.stream = stream;
        this.state = state;
        this.multiprocessors = multiprocessors;
        this.parts = parts;
        this.arrivals = arrivals;
    }

    /** Bytes that the parts of split sequences need at most. */
    static long partBytes(CudaShape shape, int multiprocessors) {
        int kvHeads = shape.config().kvHeads();
        long most = 0;
        for (int sequences = 1; sequences <= shape.capacity().maxSequences(); sequences++) {
            int splits = splits(shape, multiprocessors, sequences);
            most = Math.max(most, splits == 1 ? 0 : (long) sequences * kvHeads * splits);
        }
        return Math.max(1, most) * shape.queryHeadsPerKvHead() * (shape.config().headSize() + 2L) * Float.BYTES;
    }

    /** Bytes of the counters of finished splits. */
    static long arrivalBytes(CudaShape shape) {
        return (long) shape.capacity().maxSequences() * shape.config().kvHeads() * Integer.BYTES;
    }

    /**
     * How many blocks share the cache of one sequence and head: enough to fill the device a few times. Depends on nothing
     * that changes while a graph is replayed, and not on the lengths, so that the sums have the same order every time.
     */
    static int splits(CudaShape shape, int multiprocessors, int sequences) {
        int pairs = sequences * shape.config().kvHeads();
        int wanted = (multiprocessors * BLOCKS_PER_MULTIPROCESSOR + pairs - 1) / pairs;
        return Math.max(1, Math.min(wanted, shape.capacity().maxBlocksPerSequence()));
    }

    /** Set the KV cache: the blocks of the first layer, then those of the second, and so on. */
    void use(long cacheAddress, long bytesPerLayer) {
        cache = cacheAddress;
        layerBytes = bytesPerLayer;
    }

    /** Address of the cache of a layer. */
    long cache(int layer) {
        if (cache == 0) {
            throw new IllegalStateException("the KV cache is not allocated");
        }
        return cache + layer * layerBytes;
    }

    /** Attention of the leading sequences, which have one row each. */
    void decode(int sequences, int layer, long query, long attended) {
        int warps = shape.capacity().blockTokens() / WARP_TOKENS;
        kernels.attentionDecode
                .grid(splits(shape, multiprocessors, sequences), shape.config().kvHeads(), sequences)
                .block(warps * 32, 1, 1)
                .sharedMemory(decodeSharedBytes())
                .argument(query)
                .argument(cache(layer))
                .argument(state.contextLengths)
                .argument(state.slots)
                .argument(state.blockTables)
                .argument(shape.capacity().maxBlocksPerSequence())
                .argument(shape.attentionScale())
                .argument(parts)
                .argument(arrivals)
                .argument(attended)
                .launch(stream);
    }

    /** The ring of copies, which at the end takes the results of the warps. */
    private int decodeSharedBytes() {
        int headSize = shape.config().headSize();
        int warps = shape.capacity().blockTokens() / WARP_TOKENS;
        int ring = warps * DECODE_STAGES * 2 * WARP_TOKENS * headSize * 2;
        int queries = (shape.queryHeadsPerKvHead() + 7) / 8 * 8;
        int results = warps * queries * (headSize + 2) * Float.BYTES;
        return Math.max(ring, results);
    }

    /** Attention of the sequences that have several rows. */
    void prefill(Batch batch, int layer, long query, long attended) {
        int first = batch.singleRowSequences();
        int longest = 0;
        for (int s = first; s < batch.sequences(); s++) {
            longest = Math.max(longest, batch.rowStarts[s + 1] - batch.rowStarts[s]);
        }
        int blockRows = shape.config().headSize() <= 128 ? 128 : 64;
        int headBytes = shape.config().headSize() * 2;
        int shared =
                blockRows * headBytes + PREFILL_STAGES * 2 * shape.capacity().blockTokens() * headBytes;
        kernels.attentionPrefill
                .grid(shape.config().heads(), batch.sequences() - first, (longest + blockRows - 1) / blockRows)
                .block(PREFILL_THREADS, 1, 1)
                .sharedMemory(shared)
                .argument(query)
                .argument(cache(layer))
                .argument(state.rowStarts)
                .argument(state.contextLengths)
                .argument(state.slots)
                .argument(state.blockTables)
                .argument(shape.capacity().maxBlocksPerSequence())
                .argument(first)
                .argument(shape.attentionScale())
                .argument(attended)
                .launch(stream);
    }
}
