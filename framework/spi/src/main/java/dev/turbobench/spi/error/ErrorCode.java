package dev.turbobench.spi.error;

/**
 * Stable identity of an error, as printed and documented.
 *
 * @param name upper case with underscores, for example {@code WEIGHT_FILE_SIZE_MISMATCH}
 * @param type who can do something about it
 */
public record ErrorCode(String name, ErrorType type) {}
