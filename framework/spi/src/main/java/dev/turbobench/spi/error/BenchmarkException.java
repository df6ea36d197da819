package dev.turbobench.spi.error;

import org.jspecify.annotations.Nullable;

/**
 * The exception of the framework and of well-behaved plugins.
 *
 * <p>The message is shown to the user on one line, without a stack trace: it says what was expected, what was found,
 * where (file, option, request) and what to do.
 */
public class BenchmarkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode errorCode;

    /**
     * Create an exception without a cause.
     *
     * @param code the code; never {@code null}
     * @param message the message; never {@code null}
     */
    public BenchmarkException(ErrorCodeSupplier code, String message) {
        this(code, message, null);
    }

    /**
     * Create an exception with a cause.
     *
     * @param code the code; never {@code null}
     * @param message the message; never {@code null}
     * @param cause what went wrong underneath; may be {@code null}
     */
    public BenchmarkException(ErrorCodeSupplier code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errorCode = code.code();
    }

    /**
     * Get the code.
     *
     * @return the code; never {@code null}
     */
    public ErrorCode errorCode() {
        return errorCode;
    }
}
