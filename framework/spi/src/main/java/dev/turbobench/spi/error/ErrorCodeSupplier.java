package dev.turbobench.spi.error;

/** Implemented by the enum in which a plugin declares its error codes. */
@FunctionalInterface
public interface ErrorCodeSupplier {

    /**
     * Get the code.
     *
     * @return the code; never {@code null}
     */
    ErrorCode code();
}
