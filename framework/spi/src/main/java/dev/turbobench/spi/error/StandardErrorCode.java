package dev.turbobench.spi.error;

/** Error codes that belong to no plugin in particular. */
public enum StandardErrorCode implements ErrorCodeSupplier {
    INVALID_OPTION(ErrorType.USER),
    INVALID_CONFIGURATION(ErrorType.USER),
    UNKNOWN_COMPONENT(ErrorType.USER),
    MODEL_NOT_FOUND(ErrorType.USER),
    MODEL_INVALID(ErrorType.USER),
    MODEL_UNSUPPORTED(ErrorType.USER),
    REQUEST_INVALID(ErrorType.USER),
    RESULT_INVALID(ErrorType.USER),
    OUTPUT_NOT_WRITABLE(ErrorType.USER),
    PLUGIN_INVALID(ErrorType.PLUGIN),
    PLUGIN_FAILED(ErrorType.PLUGIN),
    DEVICE_UNAVAILABLE(ErrorType.ENVIRONMENT),
    LIBRARY_UNAVAILABLE(ErrorType.ENVIRONMENT),
    ENVIRONMENT_INVALID(ErrorType.ENVIRONMENT),
    OUT_OF_MEMORY(ErrorType.RESOURCES),
    DISK_FULL(ErrorType.RESOURCES),
    CANCELLED(ErrorType.INTERNAL),
    INTERNAL_ERROR(ErrorType.INTERNAL);

    private final ErrorCode code;

    StandardErrorCode(ErrorType type) {
        this.code = new ErrorCode(name(), type);
    }

    @Override
    public ErrorCode code() {
        return code;
    }
}
