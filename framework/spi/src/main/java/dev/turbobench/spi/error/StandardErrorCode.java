package dev.turbobench.spi.error;

/** Error codes that belong to no plugin in particular. */
public enum StandardErrorCode implements ErrorCodeSupplier {
    /** An option has a value that does not fit. */
    INVALID_OPTION(ErrorType.USER),
    /** Settings contradict each other. */
    INVALID_CONFIGURATION(ErrorType.USER),
    /** No loaded plugin provides what was named. */
    UNKNOWN_COMPONENT(ErrorType.USER),
    /** There is no such model. */
    MODEL_NOT_FOUND(ErrorType.USER),
    /** The files of the model are damaged or contradict each other. */
    MODEL_INVALID(ErrorType.USER),
    /** The model is fine, but cannot be run or asked for this. */
    MODEL_UNSUPPORTED(ErrorType.USER),
    /** A request can never be run, for example because it is too long. */
    REQUEST_INVALID(ErrorType.USER),
    /** A file of results cannot be read as such. */
    RESULT_INVALID(ErrorType.USER),
    /** A file cannot be written. */
    OUTPUT_NOT_WRITABLE(ErrorType.USER),
    /** A plugin cannot be loaded. */
    PLUGIN_INVALID(ErrorType.PLUGIN),
    /** A plugin broke its contract. */
    PLUGIN_FAILED(ErrorType.PLUGIN),
    /** The device cannot be used on this machine. */
    DEVICE_UNAVAILABLE(ErrorType.ENVIRONMENT),
    /** A library that is needed was not found. */
    LIBRARY_UNAVAILABLE(ErrorType.ENVIRONMENT),
    /** Something else about the machine is not as needed. */
    ENVIRONMENT_INVALID(ErrorType.ENVIRONMENT),
    /** Memory was exhausted, of the device or the host. */
    OUT_OF_MEMORY(ErrorType.RESOURCES),
    /** There is no space left on the disk. */
    DISK_FULL(ErrorType.RESOURCES),
    /** The work was stopped by the user. */
    CANCELLED(ErrorType.INTERNAL),
    /** A defect. */
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
