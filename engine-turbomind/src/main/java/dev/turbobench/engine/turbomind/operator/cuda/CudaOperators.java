package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.engine.turbomind.operator.Parameter;
import dev.turbobench.engine.turbomind.operator.RowSet;
import org.jspecify.annotations.Nullable;

/** Enqueues the kernels of each operator. */
final class CudaOperators implements Operators {

    private static final int NORM_THREADS = 256;
    private static final int EMBED_THREADS = 128;
    private static final int QKV_WARPS = 4;
    private static final int SWIGLU_VALUES = 256 * 8;
    private static final int LOGITS_THREADS = 1024;

    private final CudaShape shape;
    private final CudaKernels kernels;
    private final MatrixMultiplier multiplier;
    private final CudaStream stream;
    private final StepState state;
    private final Scratch scratch;
    private final AttentionLaunch attention;
    private final float epsilon;
    private @Nullable Batch batch;

    CudaOperators(
            CudaShape shape,
            CudaKernels kernels,
            MatrixMultiplier multiplier,
            CudaStream stream,
            StepState state,
            Scratch scratch,
            AttentionLaunch attention) {
        this.shape = shape;
        this.kernels = kernels;
        this.multiplier = multiplier;
        this.stream = stream;
        this.state = state;
        this.scratch = scratch;
        this.attention = attention;
        this.epsilon = (float) shape.config().normEpsilon();
    }

    /** Set the batch that the following calls work on. */
    void begin(Batch current) {
        batch = current;
    }

    private Batch batch() {
        if (batch == null) {
            throw new IllegalStateException("operators are called outside a step");
        }
        return batch;
    }

    @Override
    public void embed(int rows, Parameter embedding, Buffer hidden) {
        kernels.embed
                .grid(rows, 1, 1)
                .block(EMBED_THREADS, 1, 1)
                .argument(state.tokens)
                .argument(state.rowSequences)
                .argument(state.slots)
                .argument(state.lastTokens)
                .argument(CudaParameter.of(embedding).weight())
                .argument(CudaBuffer.of(hidden).address())
                .launch(stream);
    }

    @Override
    public void norm(int rows, Parameter weight, Buffer hidden, Buffer normed) {
        kernels.norm
                .grid(rows, 1, 1)
                .block(NORM_THREADS, 1, 1)
                .argument(CudaParameter.of(weight).weight())
                .argument(epsilon)
                .argument(CudaBuffer.of(hidden).address())
                .argument(CudaBuffer.of(normed).address())
                .launch(stream);
    }

    @Override
    public void addNorm(int rows, Parameter weight, Buffer delta, Buffer hidden, Buffer normed) {
        kernels.addNorm
                .grid(rows, 1, 1)
                .block(NORM_THREADS, 1, 1)
                .argument(CudaParameter.of(weight).weight())
                .argument(epsilon)
                .argument(CudaBuffer.of(delta).address())
                .argument(CudaBuffer.of(hidden).address())
                .argument(CudaBuffer.of(normed).address())
                .launch(stream);
    }

    @Override
    public void addNormSelected(
            RowSet set, int first, int count, Parameter weight, Buffer delta, Buffer hidden, Buffer normed) {
        long rows = switch (set) {
            case SAMPLED -> state.sampleRows;
            case SCORED -> state.scoreRows;
        };
        kernels.addNormSelected
                .grid(count, 1, 1)
                .block(NORM_THREADS, 1, 1)
                .argument(rows + (long) first * Integer.BYTES)
                .argument(CudaParameter.of(weight).weight())
                .argument(epsilon)
                .argument(CudaBuffer.of(delta).address())
                .argument(CudaBuffer.of(hidden).address())
                .argument(CudaBuffer.of(normed).address())
                .launch(stream);
    }

    @Override
    public void qkv(int rows, LayerParameters layer, Buffer normed, Buffer query) {
        CudaParameter projection = CudaParameter.of(layer.qkv());
        // The bias is added in single precision by the kernel that follows.
        multiplier.multiply(
                rows, projection.withoutBias(), CudaBuffer.of(normed).address(), scratch.qkv(), stream);
        int heads = shape.config().heads() + 2 * shape.config().kvHeads();
        kernels.finishQkv
                .grid((heads + QKV_WARPS - 1) / QKV_WARPS, rows, 1)
                .block(QKV_WARPS * 32, 1, 1)
                .argument(scratch.qkv())
                .argument(projection.bias())
                .argument(projection.queryNorm())
                .argument(projection.keyNorm())
                .argument(epsilon)
                .argument(scratch.frequencies())
                .argument(scratch.rotaryMagnitude())
                .argument(state.positions)
                .argument(state.rowSequences)
                .argument(state.promptLengths)
                .argument(state.slots)
                .argument(state.blockTables)
                .argument(shape.capacity().maxBlocksPerSequence())
                .argument(CudaBuffer.of(query).address())
                .argument(attention.cache(layer.index()))
                .launch(stream);
    }

    @Override
    public void attention(int rows, LayerParameters layer, Buffer query, Buffer attended) {
        long from = CudaBuffer.of(query).address();
        long to = CudaBuffer.of(attended).address();
        Batch current = batch();
        if (current.singleRowSequences() > 0) {
            attention.decode(current.singleRowSequences(), layer.index(), from, to);
        }
        if (current.sequences() > current.singleRowSequences()) {
            attention.prefill(current, layer.index(), from, to);
        }
    }

    @Override
    public void linear(int rows, Parameter weight, Buffer input, Buffer output) {
        multiplier.multiply(
                rows,
                CudaParameter.of(weight),
                CudaBuffer.of(input).address(),
                CudaBuffer.of(output).address(),
                stream);
    }

    @Override
    public void gateUp(int rows, LayerParameters layer, Buffer normed, Buffer activated) {
        multiplier.multiply(
                rows, CudaParameter.of(layer.gateUp()), CudaBuffer.of(normed).address(), scratch.gateUp(), stream);
        int blocks = (shape.config().intermediateSize() + SWIGLU_VALUES - 1) / SWIGLU_VALUES;
        kernels.swiglu
                .grid(blocks, rows, 1)
                .block(SWIGLU_VALUES / 8, 1, 1)
                .argument(scratch.gateUp())
                .argument(CudaBuffer.of(activated).address())
                .launch(stream);
    }

    @Override
    public void sample(int count, Buffer logits) {
        kernels.sample
                .grid(count, 1, 1)
                .block(LOGITS_THREADS, 1, 1)
                .argument(CudaBuffer.of(logits).address())
                .argument(state.topK)
                .argument(state.topP)
                .argument(state.temperature)
                .argument(state.seeds)
                .argument(state.draws)
                .argument(state.wanted)
                .argument(state.sampleSlots)
                .argument(state.lastTokens)
                .argument(state.sampledTokens)
                .argument(state.sampledLogProbabilities)
                .launch(stream);
    }

    @Override
    public void score(int first, int count, Buffer logits) {
        kernels.score
                .grid(count, 1, 1)
                .block(LOGITS_THREADS, 1, 1)
                .argument(CudaBuffer.of(logits).address())
                .argument(state.scoreTargets + (long) first * Integer.BYTES)
                .argument(state.scoredLogProbabilities + (long) first * Float.BYTES)
                .launch(stream);
    }
}
