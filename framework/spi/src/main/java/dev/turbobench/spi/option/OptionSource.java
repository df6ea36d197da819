package dev.turbobench.spi.option;

/** Where the value of an option came from; later sources win over earlier ones. */
public enum OptionSource {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    COMMAND_LINE
}
