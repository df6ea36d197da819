package dev.turbobench.engine.turbomind.operator.cuda;

import static dev.turbobench.spi.error.StandardErrorCode.ENVIRONMENT_INVALID;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutFloat;
import static org.lwjgl.system.MemoryUtil.nmemAllocChecked;
import static org.lwjgl.system.MemoryUtil.nmemFree;

import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.natives.CublasLt;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code output[r] = weight * input[r] + bias} by cuBLASLt.
 *
 * <p>The library thinks in columns: a row-major {@code [rows, columns]} matrix is its column-major {@code [columns,
 * rows]}, so it computes {@code output^T = weight * input^T} with the weight transposed.
 */
final class MatrixMultiplier implements AutoCloseable {

    /** Scratch that an algorithm may use; what NVIDIA recommends for Hopper. */
    static final long WORKSPACE_BYTES = 32L << 20;

    private final CublasLt library;
    private final int type;
    private final long workspace;
    private final long factors = nmemAllocChecked(2L * Float.BYTES);
    private final Map<Problem, Plan> plans = new HashMap<>();

    private record Problem(int rows, int columns, int batch, boolean bias, boolean singlePrecisionOutput) {}

    private record Plan(long description, long weight, long input, long output, long algorithm, long workspaceBytes) {}

    /**
     * Create a multiplier.
     *
     * @param workspace device address of {@link #WORKSPACE_BYTES} bytes
     */
    MatrixMultiplier(CublasLt library, DataType dataType, long workspace) {
        this.library = library;
        this.type = dataType == DataType.BF16 ? CublasLt.TYPE_BF16 : CublasLt.TYPE_FP16;
        this.workspace = workspace;
        memPutFloat(factors, 1);
        memPutFloat(factors + Float.BYTES, 0);
    }

    /**
     * Enqueue.
     *
     * @param rows how many rows of the input
     * @param input device address of [rows, in]
     * @param output device address of [rows, out]
     */
    void multiply(int rows, CudaParameter parameter, long input, long output, CudaStream stream) {
        boolean bias = parameter.bias() != 0;
        Problem problem =
                new Problem(parameter.rows(), parameter.columns(), rows, bias, parameter.singlePrecisionOutput());
        Plan plan = plans.computeIfAbsent(problem, this::plan);
        if (bias) {
            library.setBias(plan.description, parameter.bias());
        }
        library.multiply(
                plan.description,
                factors,
                parameter.weight(),
                plan.weight,
                input,
                plan.input,
                factors + Float.BYTES,
                output,
                plan.output,
                output,
                plan.output,
                plan.algorithm,
                workspace,
                plan.workspaceBytes,
                stream.handle());
    }

    private Plan plan(Problem problem) {
        int in = problem.columns;
        int out = problem.rows;
        long description = library.createDescription(true, false);
        if (problem.bias) {
            // The address is set before each use; any aligned one will do to ask for algorithms.
            library.setBias(description, workspace);
        }
        int outputType = problem.singlePrecisionOutput ? CublasLt.TYPE_FP32 : type;
        long weight = library.createLayout(type, in, out, in);
        long input = library.createLayout(type, in, problem.batch, in);
        long output = library.createLayout(outputType, out, problem.batch, out);
        long result = nmemAllocChecked(CublasLt.HEURISTIC_RESULT_BYTES);
        int found = library.algorithms(description, weight, input, output, output, WORKSPACE_BYTES, 1, result);
        if (found == 0) {
            throw new BenchmarkException(
                    ENVIRONMENT_INVALID,
                    "cuBLASLt %d has no algorithm for %d x %d times %d rows"
                            .formatted(library.version(), out, in, problem.batch));
        }
        long workspaceBytes = memGetLong(result + CublasLt.HEURISTIC_WORKSPACE_OFFSET);
        return new Plan(description, weight, input, output, result, workspaceBytes);
    }

    @Override
    public void close() {
        for (Plan plan : plans.values()) {
            library.destroyDescription(plan.description);
            library.destroyLayout(plan.weight);
            library.destroyLayout(plan.input);
            library.destroyLayout(plan.output);
            nmemFree(plan.algorithm);
        }
        plans.clear();
        nmemFree(factors);
        library.close();
    }
}
