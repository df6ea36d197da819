package dev.turbobench.engine.turbomind.natives;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorCodeSupplier;

/** A native library answered with an error status. */
final class NativeCallException extends BenchmarkException {

    private static final long serialVersionUID = 1L;

    NativeCallException(ErrorCodeSupplier code, String library, String operation, int status, String name) {
        super(code, "%s: %s failed with status %d (%s)".formatted(library, operation, status, name));
    }
}
