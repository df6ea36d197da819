package dev.turbobench.core.report;

import static dev.turbobench.spi.error.StandardErrorCode.DISK_FULL;
import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;
import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.core.component.Failures;
import dev.turbobench.spi.error.ErrorCode;

/** What it means that something could not be written. */
public final class WriteError {

    /** How Java passes on ENOSPC. */
    private static final String NO_SPACE = "No space left on device";

    private WriteError() {}

    /** Get who can do something about it. */
    public static ErrorCode code(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            return OUT_OF_MEMORY.code();
        }
        boolean full = Failures.oneLine(thrown).contains(NO_SPACE);
        return (full ? DISK_FULL : OUTPUT_NOT_WRITABLE).code();
    }
}
