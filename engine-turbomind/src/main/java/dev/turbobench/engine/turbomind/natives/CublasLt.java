package dev.turbobench.engine.turbomind.natives;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;
import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;
import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;

/**
 * The functions of cuBLASLt that a matrix multiplication needs, with their C signatures; every pointer is a {@code long}.
 *
 * <p>The library keeps its state in the CUDA context that is current on the calling thread.
 */
public final class CublasLt implements AutoCloseable {

    /** {@code CUDA_R_32F}. */
    public static final int TYPE_FP32 = 0;
    /** {@code CUDA_R_16F}. */
    public static final int TYPE_FP16 = 2;
    /** {@code CUDA_R_16BF}. */
    public static final int TYPE_BF16 = 14;
    /** {@code CUBLAS_COMPUTE_32F}: products of the inputs summed in single precision. */
    public static final int COMPUTE_FP32 = 68;
    /** {@code CUBLASLT_MATMUL_DESC_TRANSA}. */
    public static final int DESCRIPTION_TRANSPOSE_A = 3;
    /** {@code CUBLASLT_MATMUL_DESC_TRANSB}. */
    public static final int DESCRIPTION_TRANSPOSE_B = 4;
    /** {@code CUBLASLT_MATMUL_DESC_EPILOGUE}. */
    public static final int DESCRIPTION_EPILOGUE = 7;
    /** {@code CUBLASLT_MATMUL_DESC_BIAS_POINTER}. */
    public static final int DESCRIPTION_BIAS_POINTER = 8;
    /** {@code CUBLASLT_EPILOGUE_BIAS}: add a vector with one value for each row of the column-major result. */
    public static final int EPILOGUE_BIAS = 4;
    /** {@code CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES}. */
    public static final int PREFERENCE_WORKSPACE_BYTES = 1;
    /** {@code sizeof(cublasLtMatmulHeuristicResult_t)}. */
    public static final int HEURISTIC_RESULT_BYTES = 96;
    /** Where {@code workspaceSize} is in a heuristic result; the algorithm is at 0. */
    public static final int HEURISTIC_WORKSPACE_OFFSET = 64;

    private static final int ALLOCATION_FAILED = 3;

    private final long handle;

    private CublasLt(long handle) {
        this.handle = handle;
    }

    /**
     * Load the library and create a handle in the current CUDA context.
     *
     * @param library path of {@code libcublasLt.so}
     */
    public static CublasLt open(Path library) {
        try {
            Bindings.bind(library);
        } catch (LinkageError e) {
            throw new BenchmarkException(LIBRARY_UNAVAILABLE, "%s: %s".formatted(library, e.getMessage()), e);
        }
        long[] handle = new long[1];
        check(Bindings.cublasLtCreate(handle), "cublasLtCreate");
        return new CublasLt(handle[0]);
    }

    /** Version of the library, major * 10000 + minor * 100 + patch. */
    public long version() {
        return Bindings.cublasLtGetVersion();
    }

    /** Create the description of {@code D = A B}, with single precision inside. */
    public long createDescription(boolean transposeA, boolean transposeB) {
        long[] description = new long[1];
        check(Bindings.cublasLtMatmulDescCreate(description, COMPUTE_FP32, TYPE_FP32), "cublasLtMatmulDescCreate");
        setInt(description[0], DESCRIPTION_TRANSPOSE_A, transposeA ? 1 : 0);
        setInt(description[0], DESCRIPTION_TRANSPOSE_B, transposeB ? 1 : 0);
        return description[0];
    }

    private static void setInt(long description, int attribute, int value) {
        int[] values = {value};
        check(
                Bindings.cublasLtMatmulDescSetAttribute(description, attribute, values, Integer.BYTES),
                "cublasLtMatmulDescSetAttribute");
    }

    /** Let a description add a bias. */
    public void setBias(long description, long bias) {
        setInt(description, DESCRIPTION_EPILOGUE, EPILOGUE_BIAS);
        long[] pointer = {bias};
        check(
                Bindings.cublasLtMatmulDescSetAttribute(description, DESCRIPTION_BIAS_POINTER, pointer, Long.BYTES),
                "cublasLtMatmulDescSetAttribute");
    }

    /** Release a description. */
    public void destroyDescription(long description) {
        check(Bindings.cublasLtMatmulDescDestroy(description), "cublasLtMatmulDescDestroy");
    }

    /** Create the layout of a column-major matrix. */
    public long createLayout(int type, long rows, long columns, long leadingDimension) {
        long[] layout = new long[1];
        check(
                Bindings.cublasLtMatrixLayoutCreate(layout, type, rows, columns, leadingDimension),
                "cublasLtMatrixLayoutCreate");
        return layout[0];
    }

    /** Release a layout. */
    public void destroyLayout(long layout) {
        check(Bindings.cublasLtMatrixLayoutDestroy(layout), "cublasLtMatrixLayoutDestroy");
    }

    /**
     * Ask for algorithms, best first.
     *
     * @param workspaceBytes scratch memory that an algorithm may use
     * @param results address of {@code most * HEURISTIC_RESULT_BYTES} bytes
     * @return how many were found; 0 if the library has none for this problem
     */
    public int algorithms(
            long description, long a, long b, long c, long d, long workspaceBytes, int most, long results) {
        long[] preference = new long[1];
        check(Bindings.cublasLtMatmulPreferenceCreate(preference), "cublasLtMatmulPreferenceCreate");
        try {
            long[] bytes = {workspaceBytes};
            check(
                    Bindings.cublasLtMatmulPreferenceSetAttribute(
                            preference[0], PREFERENCE_WORKSPACE_BYTES, bytes, Long.BYTES),
                    "cublasLtMatmulPreferenceSetAttribute");
            int[] found = new int[1];
            int status = Bindings.cublasLtMatmulAlgoGetHeuristic(
                    handle, description, a, b, c, d, preference[0], most, results, found);
            return status == 0 ? found[0] : 0;
        } finally {
            check(Bindings.cublasLtMatmulPreferenceDestroy(preference[0]), "cublasLtMatmulPreferenceDestroy");
        }
    }

    /**
     * Enqueue {@code D = alpha A B + beta C}.
     *
     * @param alpha host address of a float
     * @param beta host address of a float
     * @param algorithm host address of the algorithm
     */
    public void multiply(
            long description,
            long alpha,
            long a,
            long layoutA,
            long b,
            long layoutB,
            long beta,
            long c,
            long layoutC,
            long d,
            long layoutD,
            long algorithm,
            long workspace,
            long workspaceBytes,
            long stream) {
        check(
                Bindings.cublasLtMatmul(
                        handle,
                        description,
                        alpha,
                        a,
                        layoutA,
                        b,
                        layoutB,
                        beta,
                        c,
                        layoutC,
                        d,
                        layoutD,
                        algorithm,
                        workspace,
                        workspaceBytes,
                        stream),
                "cublasLtMatmul");
    }

    /** Release the handle. */
    @Override
    public void close() {
        check(Bindings.cublasLtDestroy(handle), "cublasLtDestroy");
    }

    private static void check(int status, String operation) {
        if (status != 0) {
            throw new NativeCallException(
                    status == ALLOCATION_FAILED ? OUT_OF_MEMORY : INTERNAL_ERROR,
                    "cuBLASLt",
                    operation,
                    status,
                    statusName(status));
        }
    }

    private static String statusName(int status) {
        return switch (status) {
            case 1 -> "not initialized";
            case ALLOCATION_FAILED -> "allocation failed";
            case 7 -> "invalid value";
            case 8 -> "architecture mismatch";
            case 11 -> "mapping error";
            case 13 -> "execution failed";
            case 14 -> "internal error";
            case 15 -> "not supported";
            default -> "unknown";
        };
    }

    /** One static method for each function; JNA binds them by name. */
    private static final class Bindings {

        static void bind(Path library) {
            Native.register(Bindings.class, NativeLibrary.getInstance(library.toString()));
        }

        static native int cublasLtCreate(long[] handle);

        static native int cublasLtDestroy(long handle);

        static native long cublasLtGetVersion();

        static native int cublasLtMatmulDescCreate(long[] description, int computeType, int scaleType);

        static native int cublasLtMatmulDescSetAttribute(long description, int attribute, int[] value, long bytes);

        static native int cublasLtMatmulDescSetAttribute(long description, int attribute, long[] value, long bytes);

        static native int cublasLtMatmulDescDestroy(long description);

        static native int cublasLtMatrixLayoutCreate(
                long[] layout, int type, long rows, long columns, long leadingDimension);

        static native int cublasLtMatrixLayoutDestroy(long layout);

        static native int cublasLtMatmulPreferenceCreate(long[] preference);

        static native int cublasLtMatmulPreferenceSetAttribute(
                long preference, int attribute, long[] value, long bytes);

        static native int cublasLtMatmulPreferenceDestroy(long preference);

        static native int cublasLtMatmulAlgoGetHeuristic(
                long handle,
                long description,
                long a,
                long b,
                long c,
                long d,
                long preference,
                int most,
                long results,
                int[] found);

        static native int cublasLtMatmul(
                long handle,
                long description,
                long alpha,
                long a,
                long layoutA,
                long b,
                long layoutB,
                long beta,
                long c,
                long layoutC,
                long d,
                long layoutD,
                long algorithm,
                long workspace,
                long workspaceBytes,
                long stream);
    }
}
