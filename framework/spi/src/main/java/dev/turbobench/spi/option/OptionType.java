package dev.turbobench.spi.option;

/** How the text of an option's value is read. */
public enum OptionType {
    /** Any text. */
    STRING("text"),
    /** A whole number that fits into 64 bits. */
    INTEGER("whole number"),
    /** A finite number. */
    DECIMAL("number"),
    /** {@code true} or {@code false}. */
    BOOLEAN("true or false"),
    /** A path of the file system; need not exist. */
    PATH("path");

    private final String description;

    OptionType(String description) {
        this.description = description;
    }

    /**
     * Get the words that error messages and help use for this type.
     *
     * @return a short description; never {@code null}
     */
    public String description() {
        return description;
    }
}
