package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaArena;
import dev.turbobench.engine.turbomind.device.cuda.CudaArena.Purpose;

/** Sizes of the scratch memory of the operators. */
final class ScratchPlan {

    private final long qkv;
    private final long gateUp;
    private final long frequencies;
    private final long parts;
    private final long arrivals;

    ScratchPlan(CudaShape shape, int multiprocessors) {
        long rows = shape.capacity().maxRows();
        qkv = rows * shape.qkvWidth() * shape.dataType().bytes();
        gateUp = rows * 2 * shape.config().intermediateSize() * shape.dataType().bytes();
        frequencies = shape.config().headSize() / 2L * Float.BYTES;
        parts = AttentionLaunch.partBytes(shape, multiprocessors);
        arrivals = AttentionLaunch.arrivalBytes(shape);
    }

    long bytes() {
        return CudaArena.aligned(qkv)
                + CudaArena.aligned(gateUp)
                + CudaArena.aligned(frequencies)
                + CudaArena.aligned(parts)
                + CudaArena.aligned(arrivals)
                + CudaArena.aligned(MatrixMultiplier.WORKSPACE_BYTES);
    }

    long partBytes() {
        return parts;
    }

    long arrivalBytes() {
        return arrivals;
    }

    Scratch take(CudaArena arena, float rotaryMagnitude) {
        return new Scratch(
                arena.take(qkv, Purpose.WORKSPACE),
                arena.take(gateUp, Purpose.WORKSPACE),
                arena.take(frequencies, Purpose.WORKSPACE),
                rotaryMagnitude);
    }
}
