package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaArena;
import dev.turbobench.engine.turbomind.device.cuda.CudaContext;
import dev.turbobench.engine.turbomind.device.cuda.CudaEvent;
import dev.turbobench.engine.turbomind.device.cuda.CudaKernel;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.device.cuda.PinnedMemory;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.synthetic.RandomValues;
import dev.turbobench.engine.turbomind.model.synthetic.SyntheticWeight;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies weights to the device, through two pinned buffers so that reading and copying overlap; values in another format
 * are converted there. Synthetic weights are made on the device.
 */
final class WeightLoader implements AutoCloseable {

    private static final int BUFFER_BYTES = 32 << 20;
    private static final int WALK_BLOCKS = 1024;
    private static final int WALK_THREADS = 256;

    private final DataType dataType;
    private final CudaArena arena;
    private final CudaStream stream;
    private final CudaKernel convert;
    private final CudaKernel synthesize;
    private final PinnedMemory[] pinned = new PinnedMemory[2];
    private final CudaEvent[] copied = new CudaEvent[2];
    private final CudaArena staging;
    private final long stagingAddress;
    private int next;

    WeightLoader(CudaContext context, DataType dataType, CudaArena arena, CudaStream stream, CudaKernels kernels) {
        this.dataType = dataType;
        this.arena = arena;
        this.stream = stream;
        this.convert = kernels.convert;
        this.synthesize = kernels.synthesize;
        for (int i = 0; i < pinned.length; i++) {
            pinned[i] = context.allocatePinned(BUFFER_BYTES);
            copied[i] = context.createEvent(false);
        }
        staging = CudaArena.allocate(context, 2L * BUFFER_BYTES, "loading weights");
        stagingAddress = staging.take(2L * BUFFER_BYTES, CudaArena.Purpose.WORKSPACE);
    }

    /** Device memory that the weights of a model need. */
    static long bytes(ModelConfig config, DataType dataType) {
        long pieces = 3 + config.layers() * 16L;
        return config.parameters() * dataType.bytes() + pieces * CudaArena.aligned(1);
    }

    /** Load everything; returns when it is on the device. */
    ModelParameters load(ModelConfig config, ModelWeights weights) {
        CudaParameter embedding = matrix(false, weights.embedding());
        List<LayerParameters> layers = new ArrayList<>();
        for (int i = 0; i < weights.layers().size(); i++) {
            layers.add(layer(i, config, weights.layers().get(i)));
        }
        CudaParameter head = weights.outputHead() == weights.embedding()
                ? new CudaParameter(embedding.rows(), embedding.columns(), embedding.weight(), 0, 0, 0, true)
                : matrix(true, weights.outputHead());
        ModelParameters parameters = new ModelParameters(embedding, layers, matrix(false, weights.finalNorm()), head);
        stream.synchronize();
        return parameters;
    }

    private LayerParameters layer(int index, ModelConfig config, LayerWeights weights) {
        long qkv = put(weights.query(), weights.key(), weights.value());
        long bias = putOptional(weights.queryBias(), weights.keyBias(), weights.valueBias());
        CudaParameter projection = new CudaParameter(
                config.queryWidth() + 2 * config.kvWidth(),
                config.hiddenSize(),
                qkv,
                bias,
                putOptional(weights.queryNorm()),
                putOptional(weights.keyNorm()),
                false);
        CudaParameter output = new CudaParameter(
                weights.output().rows(),
                weights.output().columns(),
                put(weights.output()),
                putOptional(weights.outputBias()),
                0,
                0,
                false);
        return new LayerParameters(
                index,
                matrix(false, weights.attentionNorm()),
                projection,
                output,
                matrix(false, weights.feedForwardNorm()),
                matrix(false, weights.gate(), weights.up()),
                matrix(false, weights.down()));
    }

    private CudaParameter matrix(boolean singlePrecisionOutput, Weight... parts) {
        int rows = 0;
        for (Weight part : parts) {
            rows += part.rows();
        }
        return new CudaParameter(rows, parts[0].columns(), put(parts), 0, 0, 0, singlePrecisionOutput);
    }

    private long putOptional(@Nullable Weight... parts) {
        List<Weight> present = new ArrayList<>();
        for (Weight part : parts) {
            if (part != null) {
                present.add(part);
            }
        }
        return present.isEmpty() ? 0 : put(present.toArray(new Weight[0]));
    }

    /** Put matrices under each other; returns the address of the first one. */
    private long put(Weight... parts) {
        long values = 0;
        for (Weight part : parts) {
            values += (long) part.rows() * part.columns();
        }
        long address = arena.take(values * dataType.bytes(), CudaArena.Purpose.WEIGHTS);
        long target = address;
        for (Weight part : parts) {
            copy(part, target);
            target += (long) part.rows() * part.columns() * dataType.bytes();
        }
        return address;
    }

    private void copy(Weight weight, long target) {
        if (weight instanceof SyntheticWeight synthetic) {
            synthesize(synthetic, target);
            return;
        }
        int rowBytes = Math.multiplyExact(weight.columns(), weight.dataType().bytes());
        int rowsAtOnce = Math.max(1, BUFFER_BYTES / rowBytes);
        if (rowBytes > BUFFER_BYTES) {
            throw new IllegalStateException("%s: a row has %d bytes".formatted(weight.name(), rowBytes));
        }
        for (int row = 0; row < weight.rows(); row += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, weight.rows() - row);
            int buffer = next++ % pinned.length;
            copied[buffer].synchronize();
            int bytes = rows * rowBytes;
            ByteBuffer view = pinned[buffer].view(0, bytes);
            weight.readRaw(row, rows, view);
            long first = (long) row * weight.columns();
            send(weight.dataType(), buffer, bytes, target + first * dataType.bytes());
        }
    }

    private void synthesize(SyntheticWeight weight, long target) {
        RandomValues values = weight.values();
        synthesize
                .grid(WALK_BLOCKS, 1, 1)
                .block(WALK_THREADS, 1, 1)
                .argument(values.seed())
                .argument(values.base())
                .argument(values.shift())
                .argument(values.scale())
                .argument((long) weight.rows() * weight.columns())
                .argument(target)
                .launch(stream);
    }

    private void send(DataType from, int buffer, int bytes, long target) {
        if (from == dataType) {
            stream.copyToDevice(target, pinned[buffer].address(), bytes);
        } else {
            long source = stagingAddress + (long) buffer * BUFFER_BYTES;
            stream.copyToDevice(source, pinned[buffer].address(), bytes);
            convert.grid(WALK_BLOCKS, 1, 1)
                    .block(WALK_THREADS, 1, 1)
                    .argument(source)
                    .argument(format(from))
                    .argument((long) bytes / from.bytes())
                    .argument(target)
                    .launch(stream);
        }
        copied[buffer].record(stream);
    }

    /** The numbers of the formats in {@code convert.cu}. */
    private static int format(DataType from) {
        return switch (from) {
            case FP32 -> 0;
            case FP16 -> 1;
            case BF16 -> 2;
        };
    }

    @Override
    public void close() {
        stream.synchronize();
        for (int i = 0; i < pinned.length; i++) {
            pinned[i].close();
            copied[i].close();
        }
        staging.close();
    }
}
