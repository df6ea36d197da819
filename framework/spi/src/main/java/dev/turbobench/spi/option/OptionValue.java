package dev.turbobench.spi.option;

/**
 * The text of an option's value and where it came from.
 *
 * @param text the value as it was written
 * @param source where it came from
 */
public record OptionValue(String text, OptionSource source) {}
