package dev.turbobench.engine.turbomind.device.cuda;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;

/** Meaning of the status codes of the driver API. */
final class CudaStatus {

    static final int SUCCESS = 0;
    static final int NOT_READY = 600;

    private static final int OUT_OF_MEMORY = 2;
    private static final int NO_DEVICE = 100;
    private static final int INVALID_DEVICE = 101;
    private static final int DEVICE_UNAVAILABLE = 46;
    private static final int SYSTEM_DRIVER_MISMATCH = 803;
    private static final int SYSTEM_NOT_READY = 802;
    private static final int NO_BINARY_FOR_GPU = 209;

    private CudaStatus() {}

    /**
     * Make the exception for a status.
     *
     * @param status what the driver answered
     * @param name its name, for example {@code CUDA_ERROR_OUT_OF_MEMORY}
     * @param text what the driver says about it
     * @param operation the function that answered
     * @param device which device was used
     */
    static BenchmarkException failure(int status, String name, String text, String operation, String device) {
        return new BenchmarkException(
                code(status), "%s: %s failed: %s (%d, %s)".formatted(device, operation, text, status, name));
    }

    private static StandardErrorCode code(int status) {
        return switch (status) {
            case OUT_OF_MEMORY -> StandardErrorCode.OUT_OF_MEMORY;
            case NO_DEVICE, INVALID_DEVICE, DEVICE_UNAVAILABLE -> StandardErrorCode.DEVICE_UNAVAILABLE;
            case SYSTEM_DRIVER_MISMATCH, SYSTEM_NOT_READY, NO_BINARY_FOR_GPU -> StandardErrorCode.ENVIRONMENT_INVALID;
            default -> StandardErrorCode.INTERNAL_ERROR;
        };
    }
}
