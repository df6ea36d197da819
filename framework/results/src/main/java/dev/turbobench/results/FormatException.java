package dev.turbobench.results;

/** Something is not as the schema says; never leaves this package. */
final class FormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FormatException(String message) {
        super(message);
    }
}
