package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.operator.Parameter;

/**
 * Weights in device memory, row-major {@code [rows, columns]} with one row for each output feature. Addresses are 0 for
 * what the operator does not have.
 *
 * @param weight matrix or vector
 * @param bias [rows]
 * @param queryNorm [headSize]
 * @param keyNorm [headSize]
 * @param singlePrecisionOutput whether the results are logits, which stay in single precision
 */
record CudaParameter(
        int rows, int columns, long weight, long bias, long queryNorm, long keyNorm, boolean singlePrecisionOutput)
        implements Parameter {

    /** The same weights for an operator that does not add the bias. */
    CudaParameter withoutBias() {
        return bias == 0
                ? this
                : new CudaParameter(rows, columns, weight, 0, queryNorm, keyNorm, singlePrecisionOutput);
    }

    static CudaParameter of(Parameter parameter) {
        return (CudaParameter) parameter;
    }
}
