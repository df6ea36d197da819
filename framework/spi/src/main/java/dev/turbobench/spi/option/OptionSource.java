package dev.turbobench.spi.option;

/** Where the value of an option came from; later sources win over earlier ones. */
public enum OptionSource {
    /** The declaration of the option. */
    DEFAULT,
    /** The configuration file. */
    FILE,
    /** An environment variable. */
    ENVIRONMENT,
    /** The command line. */
    COMMAND_LINE
}
